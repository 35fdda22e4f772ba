namespace Standfast.Queue;

/// <summary>Why no message can be taken. The reason is for the owner, not for the peer.</summary>
public abstract record Unavailability(string Reason)
{
    /// <summary>No room; it passes when there is space again, and mail that was accepted goes on.</summary>
    public sealed record Full(string Reason) : Unavailability(Reason);

    /// <summary>The spool has failed; it stays so until a restart.</summary>
    public sealed record Failed(string Reason) : Unavailability(Reason);
}
