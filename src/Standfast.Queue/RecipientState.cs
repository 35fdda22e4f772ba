namespace Standfast.Queue;

public enum RecipientStatus : byte
{
    Queued = 0,
    Delivered = 1,
    Bounced = 2,
    Expired = 3,
    Held = 4,
}

/// <summary>Where one recipient stands. <see cref="IsTerminal"/> states never change again.</summary>
public readonly record struct RecipientState(RecipientStatus Status, int Attempts, DateTimeOffset NextAttempt)
{
    /// <summary>The sender has been told that it takes long.</summary>
    public bool IsWarned { get; init; }

    /// <summary>Goes to that host instead of where its domain's mail goes; null for the usual way.</summary>
    public RouteOverride? Route { get; init; }

    public bool IsTerminal => Status is RecipientStatus.Delivered or RecipientStatus.Bounced or RecipientStatus.Expired;
}
