using Standfast.Recovery.Notices;

namespace Standfast.Recovery.Intake;

/// <summary>What became of a notice that came by mail.</summary>
public abstract record NoticeOutcome
{
    private NoticeOutcome() { }

    /// <summary>It opened an incident, or is a further sign of one.</summary>
    public sealed record Kept(Incident Incident) : NoticeOutcome;

    /// <summary>It may be forged, or says nothing that a rule knows: the owner reads it.</summary>
    /// <param name="Why">One sentence.</param>
    public sealed record Told(string Why, NoticeReading Reading) : NoticeOutcome;

    /// <summary>Mail like any other.</summary>
    public sealed record None : NoticeOutcome;
}
