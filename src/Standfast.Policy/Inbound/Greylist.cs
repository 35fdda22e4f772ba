namespace Standfast.Policy.Inbound;

/// <summary>
/// Asks senders that it has not met to come back: programs that send spam seldom do (RFC 6647). It is kept in RAM only. After a restart a sender that was known waits once
/// more, which delays its mail and loses none; a store that is written for every stranger would be worse. May be called concurrently.
/// </summary>
/// <param name="delay">From the first try to the one that is taken.</param>
public sealed class Greylist(TimeProvider time, TimeSpan delay)
{
    /// <summary>Triplets remembered; ours. About 40 MB. Beyond that, nobody new is asked to wait.</summary>
    private const int MaxTriplets = 200_000;

    /// <summary>RFC 6647 §5: retries come within a day.</summary>
    private static readonly TimeSpan s_retryWithin = TimeSpan.FromDays(1);

    /// <summary>A sender that came back is known this long; ours: senders of a monthly letter stay known.</summary>
    private static readonly TimeSpan s_knownFor = TimeSpan.FromDays(36);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Network, string Sender, string Domain), (long At, bool IsKnown)> _triplets = [];
    private long _sweptAt = time.GetTimestamp();

    /// <param name="network">/24 or /64 of the client.</param>
    /// <returns>How long it has yet to wait; null where it may go on.</returns>
    public TimeSpan? Check(string network, string sender, string domain)
    {
        var key = (network, sender.ToLowerInvariant(), domain);
        lock (_lock)
        {
            if (_triplets.TryGetValue(key, out var met) && !IsOver(met))
            {
                var age = time.GetElapsedTime(met.At);
                if (!met.IsKnown && age < delay) return delay - age;
                _triplets[key] = (time.GetTimestamp(), true);
                return null;
            }

            if (_triplets.Count >= MaxTriplets) SweepLocked();
            if (_triplets.Count >= MaxTriplets) return null;
            _triplets[key] = (time.GetTimestamp(), false);
            return delay;
        }
    }

    private bool IsOver((long At, bool IsKnown) met) => time.GetElapsedTime(met.At) > (met.IsKnown ? s_knownFor : s_retryWithin);

    /// <summary>At most once a minute, so that a flood of strangers does not make each of them pay for all.</summary>
    private void SweepLocked()
    {
        if (time.GetElapsedTime(_sweptAt) < TimeSpan.FromMinutes(1)) return;
        _sweptAt = time.GetTimestamp();
        foreach (var key in _triplets.Where(pair => IsOver(pair.Value)).Select(pair => pair.Key).ToList()) _triplets.Remove(key);
    }
}
