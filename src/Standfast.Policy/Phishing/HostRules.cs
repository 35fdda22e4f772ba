using System.Collections.Frozen;

namespace Standfast.Policy.Phishing;

/// <summary>Whose a host is: the registered name, with regard to hosts that are rented by the label and to country domains.</summary>
public sealed class HostRules
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _shared;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _secondLevels;
    private readonly (string Host, string Path)[] _redirectors;

    /// <param name="redirectors">HOST/PATH, each path a prefix; HOST may end in .* for every top level.</param>
    public HostRules(IEnumerable<string> shared, IEnumerable<string> secondLevels, IEnumerable<string> redirectors)
    {
        _shared = shared.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _secondLevels = secondLevels.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _redirectors = [.. redirectors.Select(one => one.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? (one[..slash], one[slash..]) : (one, "/"))];
    }

    /// <summary>The part of a host that one owner has: example.co.uk of www.example.co.uk, me.github.io of me.github.io.</summary>
    public string RegisteredOf(string host)
    {
        // Where the last labels begin, one to five of them; -1 where the host has fewer.
        Span<int> starts = stackalloc int[6];
        starts.Fill(-1);
        starts[0] = host.Length + 1;
        var labels = 0;
        while (labels < 5 && starts[labels] > 0)
        {
            var dot = host.LastIndexOf('.', Math.Max(0, starts[labels] - 2));
            starts[++labels] = starts[labels - 1] < 2 ? 0 : dot + 1;
        }

        for (var count = Math.Min(4, labels - 1); count >= 2; count--)
            if (_shared.Contains(host.AsSpan(starts[count])))
                return host[starts[count + 1]..];
        var size = labels >= 3 && host.Length - starts[1] == 2 && _secondLevels.Contains(host.AsSpan(starts[2], starts[1] - 1 - starts[2])) ? 3 : 2;
        return labels <= size ? host : host[starts[size]..];
    }

    /// <summary>A stranger may have it without the owner of the domain looking: github.io, web.app.</summary>
    public bool IsShared(string host)
    {
        for (var dot = host.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = host.IndexOf('.', dot + 1))
            if (_shared.Contains(host.AsSpan(dot + 1)))
                return true;
        return false;
    }

    public bool IsRedirector(WebAddress address)
    {
        foreach (var (host, path) in _redirectors)
        {
            var isHost = host.EndsWith(".*", StringComparison.Ordinal)
                ? RegisteredOf(address.Host).StartsWith(host[..^1], StringComparison.Ordinal)
                : address.Host == host || address.Host.EndsWith("." + host, StringComparison.Ordinal);
            if (isHost && address.Rest.StartsWith(path, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
