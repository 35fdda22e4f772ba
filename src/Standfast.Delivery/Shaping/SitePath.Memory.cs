namespace Standfast.Delivery.Shaping;

/// <content>What outlives the process, and what is shown to those who ask.</content>
internal sealed partial class SitePath
{
    public void Restore(SiteMemory memory, TimeSpan farthest)
    {
        lock (_lock)
        {
            if (memory.Rate is { } rate) _rate.Restore(rate, memory.Ceiling ?? double.PositiveInfinity, clock.FromWall(memory.CeilingUntil, farthest));
            if (memory.Connections is { } allowed) _connections.Restore(allowed, clock.FromWall(memory.GrowsAt, farthest));
        }
    }

    /// <summary>What was learned; null where that is nothing.</summary>
    public SiteMemory? Remember()
    {
        lock (_lock)
        {
            if (!_rate.IsLimited && !_connections.IsLimited) return null;
            return new SiteMemory(site, source.Name)
            {
                Rate = _rate.IsLimited ? _rate.Rate : null,
                Ceiling = double.IsPositiveInfinity(_rate.Ceiling) ? null : _rate.Ceiling,
                CeilingUntil = clock.ToWall(_rate.CeilingUntil),
                Connections = _connections.IsLimited ? _connections.Allowed : null,
                GrowsAt = clock.ToWall(_connections.GrowsAt),
            };
        }
    }

    public PathStatus Describe()
    {
        lock (_lock)
        {
            var now = clock.Now;
            var bound = restraints.Select(restraint => restraint.Read()).FirstOrDefault(read => read is not null);
            var spent = warmup?.Read();
            var (stands, reason, until) = bound is { } read
                ? now < read.SuspendedUntil ? (PathState.Suspended, read.Reason, read.SuspendedUntil) : (PathState.Slowed, read.Reason, read.SlowedUntil)
                : !state.IsOpen && state.Reason is { } why ? (state.IsPaused ? PathState.Suspended : PathState.Slowed, why, now + state.Wait)
                : _breaker.IsOpen ? (PathState.Down, _breaker.LastFailure?.ToString(), _breaker.ResumesAt)
                : spent is { Left: 0 } ? (PathState.Limited, $"warm-up: the recipients of day {spent.Value.Day} are sent", now + warmup!.Wait)
                : _rate.IsLimited || _connections.IsLimited ? (PathState.Limited, (string?)null, TimeSpan.Zero)
                : (PathState.Open, null, TimeSpan.Zero);
            return new PathStatus(source.Name, stands, reason, until > now ? clock.ToWall(until) : null)
            {
                Connections = _connections.Standing,
                ConnectionsAllowed = IsSlowed ? 1 : _connections.Allowed,
                Breaker = _breaker.StateAt(now),
                WarmupDay = spent?.Day,
                WarmupLeft = spent?.Left,
                RatePerSecond = double.IsPositiveInfinity(_rate.Rate) ? null : _rate.Rate,
            };
        }
    }
}
