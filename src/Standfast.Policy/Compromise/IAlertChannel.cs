namespace Standfast.Policy.Compromise;

/// <summary>Tells the owner by another way than the mail that is in doubt.</summary>
public interface IAlertChannel
{
    /// <summary>Returns at once; what cannot be told now is told later or logged.</summary>
    void Raise(SenderAlert alert);
}

/// <param name="Kind">hold, warning or slow.</param>
/// <param name="Subject">The id of the sender, as "standfast sender show" takes it.</param>
/// <param name="Text">One sentence with numbers.</param>
public sealed record SenderAlert(DateTimeOffset At, string Kind, string FindingId, string Account, string Subject, string Text, string NextStep);
