namespace Standfast.Queue;

/// <summary>What is done to queued recipients.</summary>
public abstract record QueueAction
{
    private QueueAction() { }

    /// <summary>No further attempts until released.</summary>
    public sealed record Hold : QueueAction;

    /// <summary>Held and waiting recipients are due now.</summary>
    public sealed record Release : QueueAction;

    /// <summary>Ended as refused, with a DSN where one is deserved.</summary>
    public sealed record Bounce : QueueAction;

    /// <summary>Ended as refused, and nobody is told: mail that its sender never wrote.</summary>
    public sealed record Discard : QueueAction;

    /// <summary>Ended as too old, with a DSN where one is deserved.</summary>
    public sealed record Expire : QueueAction;

    /// <summary>Goes to that host from its next try on, which is now unless its sender wants it later; across restarts. Null for the usual way again.</summary>
    public sealed record Reroute(RouteOverride? Route) : QueueAction;
}

/// <summary>How much an action changed, or would change.</summary>
public sealed record QueueChange(long Messages, long Recipients);
