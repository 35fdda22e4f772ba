namespace Standfast.Reputation.States;

/// <summary>A view of what restricts one way, renewed when any state has changed. May be used concurrently.</summary>
internal sealed class Way(SendingStates states, string source, string provider) : IWay
{
    private volatile Bound _bound = new(-1, []);

    public bool IsOpen => Current.Length == 0;

    public bool IsPaused
    {
        get
        {
            foreach (var restriction in Current)
                if (restriction.State.Kind > SendingStateKind.Slowed)
                    return true;
            return false;
        }
    }

    public bool IsPolicy
    {
        get
        {
            foreach (var restriction in Current)
                if (restriction.State.IsPolicy)
                    return true;
            return false;
        }
    }

    public TimeSpan Wait => Current is { Length: > 0 } restrictions ? states.WaitOf(restrictions) : TimeSpan.Zero;

    public string? Reason => Current is { Length: > 0 } restrictions ? SendingStates.ReasonOf(restrictions) : null;

    public bool TryTake() => Current is not { Length: > 0 } restrictions || states.TryTakeOf(restrictions);

    public void GiveBack()
    {
        if (Current is { Length: > 0 } restrictions) states.GiveBackTo(restrictions);
    }

    public void Accepted()
    {
        if (Current is { Length: > 0 } restrictions) states.AcceptedBy(restrictions);
    }

    private Restriction[] Current
    {
        get
        {
            var bound = _bound;
            if (bound.Version == states.Version) return bound.Restrictions;
            var (version, restrictions) = states.OfWay(source, provider);
            _bound = new Bound(version, restrictions);
            return restrictions;
        }
    }

    private sealed record Bound(int Version, Restriction[] Restrictions);
}
