using System.Collections.Concurrent;
using System.Net;

namespace Standfast.Delivery.Shaping;

/// <summary>
/// Addresses that refused a connection or did not answer: all sites pass them over for a growing while. Kept for each source, because
/// a firewall may like one and not the other. May be called concurrently.
/// </summary>
internal sealed class DeadHosts(MonotonicClock clock)
{
    /// <summary>Ours. When full, all are forgotten: each costs one failure to learn again.</summary>
    private const int Most = 100_000;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(EndPoint Endpoint, string Source), (TimeSpan Until, int Failures)> _dead = new();

    /// <summary>How long it is still passed over; zero or less when it may be tried.</summary>
    public TimeSpan Left(EndPoint endpoint, string source) => _dead.TryGetValue((endpoint, source), out var entry) ? entry.Until - clock.Now : TimeSpan.Zero;

    public void Answered(EndPoint endpoint, string source)
    {
        if (!_dead.IsEmpty) _dead.TryRemove((endpoint, source), out _);
    }

    /// <param name="waited">For the answer: the dearer a try, the longer before the next.</param>
    public void Failed(EndPoint endpoint, string source, TimeSpan waited)
    {
        if (_dead.Count >= Most) _dead.Clear();
        var first = waited > TimeSpan.FromSeconds(1) ? waited : TimeSpan.FromSeconds(1);
        _dead.AddOrUpdate(
            (endpoint, source),
            (clock.Now + first, 1),
            (_, known) =>
            {
                var pause = first * Math.Pow(2, Math.Min(known.Failures, 10));
                return (clock.Now + (pause < s_longest ? pause : s_longest), known.Failures + 1);
            });
    }
}
