namespace Standfast.Reputation.Alerts;

/// <summary>News that must not wait for the next look at the log.</summary>
/// <param name="Group">What belongs together: of one group the first is told at once, and repeats are summarised.</param>
/// <param name="Kind">hold, warning, slow, incident or resolved.</param>
/// <param name="Finding">Id of the help topic; "" where there is none.</param>
/// <param name="Account">Whose mail; "" for everybody's.</param>
/// <param name="Subject">Id of the sender or the incident.</param>
/// <param name="Text">One sentence with numbers.</param>
/// <param name="NextStep">What the owner can do.</param>
public sealed record Alert(DateTimeOffset At, string Group, string Kind, string Finding, string Account, string Subject, string Text, string NextStep)
{
    /// <summary>Further ones of the group since the last that was told.</summary>
    public int Repeats { get; init; }
}
