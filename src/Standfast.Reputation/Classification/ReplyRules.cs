using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Standfast.Reputation.Classification;

/// <summary>All rules, in the order in which they are asked.</summary>
public sealed class ReplyRules
{
    private readonly FrozenDictionary<string, ReplySource> _byName;
    private readonly FrozenDictionary<string, ReplySource> _byHost;
    private readonly FrozenDictionary<string, Range> _ranges;

    /// <param name="sources">Each name, alias and host once.</param>
    /// <param name="rules">Rules of one source in the order in which they are asked; each belongs to one of the sources.</param>
    public ReplyRules(IEnumerable<ReplySource> sources, IEnumerable<ReplyRule> rules)
    {
        Sources = [.. sources.OrderBy(source => source.Kind)];
        var byProvider = rules.ToLookup(rule => rule.Provider);
        Rules = [.. Sources.SelectMany(source => byProvider[source.Name])];
        _byName = Sources.SelectMany(source => source.Aliases.Append(source.Name).Select(name => (name, source))).ToFrozenDictionary(pair => pair.name, pair => pair.source, StringComparer.OrdinalIgnoreCase);
        _byHost = Sources.SelectMany(source => source.Hosts.Concat(source.Relays).Select(host => (host, source))).ToFrozenDictionary(pair => pair.host, pair => pair.source, StringComparer.OrdinalIgnoreCase);
        var (ranges, start) = (new Dictionary<string, Range>(), 0);
        foreach (var source in Sources)
        {
            var count = byProvider[source.Name].Count();
            ranges[source.Name] = start..(start + count);
            start += count;
        }

        _ranges = ranges.ToFrozenDictionary();
    }

    public static ReplyRules Empty { get; } = new([], []);

    public ImmutableArray<ReplySource> Sources { get; }

    /// <summary>Those of one source stand together; the sources stand in the order of their kinds.</summary>
    public ImmutableArray<ReplyRule> Rules { get; }

    /// <summary>Where in <see cref="Rules"/> those of a source are.</summary>
    public Range RangeOf(ReplySource source) => _ranges[source.Name];

    /// <param name="provider">A name or alias, or an MX host or what it ends in.</param>
    /// <returns>Null for one without rules of its own.</returns>
    public ReplySource? Find(string? provider)
    {
        if (string.IsNullOrEmpty(provider)) return null;
        if (_byName.TryGetValue(provider, out var source)) return source;
        var hosts = _byHost.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var host = provider.AsSpan().TrimEnd('.'); host.Length > 0;)
        {
            if (hosts.TryGetValue(host, out source)) return source;
            var dot = host.IndexOf('.');
            if (dot < 0) return null;
            host = host[(dot + 1)..];
        }

        return null;
    }
}
