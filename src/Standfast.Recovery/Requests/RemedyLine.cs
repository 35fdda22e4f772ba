namespace Standfast.Recovery.Requests;

/// <summary>One step of the remedy, as the request tells it.</summary>
/// <param name="Text">One sentence.</param>
/// <param name="Reason">Of one that fails what is wrong, of one that was overridden why; "" for others.</param>
/// <param name="By">The person, or the check.</param>
public sealed record RemedyLine(string Text, RemedyLineState State, string Reason, string By, DateTimeOffset At)
{
    /// <summary>Such as `standfast doctor --only DR-3001`; "" where the line says it all.</summary>
    public string Next { get; init; } = "";
}
