namespace Standfast.Accounts.Pauses;

/// <summary>No new mail of the target is taken, and what is queued of it is held, until somebody resumes it.</summary>
/// <param name="Reason">One sentence, for those who run the server.</param>
/// <param name="Actor">Who paused it.</param>
public sealed record Pause(PauseTarget Target, string Reason, string Actor, DateTimeOffset Since)
{
    /// <summary>How every reason of a hold begins that a pause brought about.</summary>
    public const string HoldMark = "paused ";

    /// <summary>It has been resumed, and what it held is being released: new mail is taken.</summary>
    public bool IsLifting { get; init; }

    /// <summary>Kept with each message that it holds.</summary>
    public string HoldReason => $"{HoldMark}{Target}: {Reason}";
}
