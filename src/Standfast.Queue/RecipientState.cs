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
    public bool IsTerminal => Status is RecipientStatus.Delivered or RecipientStatus.Bounced or RecipientStatus.Expired;
}
