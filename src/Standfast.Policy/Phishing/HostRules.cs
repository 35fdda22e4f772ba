using System.Collections.Frozen;

namespace Standfast.Policy.Phishing;

/// <summary>Whose a host is: the registered name, with regard to hosts that are rented by the label and to country domains.</summary>
public sealed class HostRules
{
    private readonly FrozenSet<string> _shared;
    private readonly FrozenSet<string> _secondLevels;
    private readonly (string Host, string Path)[] _redirectors;

    /// <param name="redirectors">HOST/PATH, each path a prefix; HOST may end in .* for every top level.</param>
    public HostRules(IEnumerable<string> shared, IEnumerable<string> secondLevels, IEnumerable<string> redirectors)
    {
        (_shared, _secondLevels) = (shared.ToFrozenSet(), secondLevels.ToFrozenSet());
        _redirectors = [.. redirectors.Select(one => one.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? (one[..slash], one[slash..]) : (one, "/"))];
    }

    /// <summary>The part of a host that one owner has: example.co.uk of www.example.co.uk, me.github.io of me.github.io.</summary>
    public string RegisteredOf(string host)
    {
        var labels = host.Split('.');
        for (var count = Math.Min(4, labels.Length - 1); count >= 2; count--)
            if (_shared.Contains(string.Join('.', labels[^count..])))
                return string.Join('.', labels[^(count + 1)..]);
        var size = labels.Length >= 3 && labels[^1].Length == 2 && _secondLevels.Contains(labels[^2]) ? 3 : 2;
        return labels.Length <= size ? host : string.Join('.', labels[^size..]);
    }

    /// <summary>A stranger may have it without the owner of the domain looking: github.io, web.app.</summary>
    public bool IsShared(string host)
    {
        for (var dot = host.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = host.IndexOf('.', dot + 1))
            if (_shared.Contains(host[(dot + 1)..]))
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
