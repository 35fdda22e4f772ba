using System.Collections.Concurrent;
using Standfast.Delivery.Egress;

namespace Standfast.Delivery.Shaping;

/// <summary>
/// Sources whose address has gone from this machine. Their mail waits, or leaves by the other sources of its pool; never by an
/// address that nobody chose. May be called concurrently.
/// </summary>
internal sealed class SourceHealth(MonotonicClock clock)
{
    /// <summary>How long a source is left alone before it is tried again; ours.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, TimeSpan> _gone = new(StringComparer.Ordinal);

    /// <returns>True where it was thought to be there until now.</returns>
    public bool MarkGone(EgressSource source)
    {
        var wasThere = !_gone.ContainsKey(source.Name);
        _gone[source.Name] = clock.Now + s_rest;
        return wasThere;
    }

    /// <returns>True where it was gone.</returns>
    public bool MarkThere(EgressSource source) => !_gone.IsEmpty && _gone.TryRemove(source.Name, out _);

    /// <summary>Until it is worth a try; zero when it is there.</summary>
    public TimeSpan Wait(EgressSource source) =>
        !_gone.IsEmpty && _gone.TryGetValue(source.Name, out var until) && until - clock.Now is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public bool IsGone(EgressSource source) => _gone.ContainsKey(source.Name);
}
