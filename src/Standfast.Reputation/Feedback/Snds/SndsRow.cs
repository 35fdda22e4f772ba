using System.Net;

namespace Standfast.Reputation.Feedback.Snds;

/// <summary>What Microsoft's consumer mail saw of one address of ours on one day (Smart Network Data Services, "View data").</summary>
/// <param name="Begin">Of the activity; Microsoft writes Pacific time, which is kept as it stands and marked as UTC.</param>
/// <param name="Filter">green: under 10 % was judged spam; yellow; red: over 90 %.</param>
public sealed record SndsRow(IPAddress Ip, DateTimeOffset Begin, DateTimeOffset End, long RcptCommands, long DataCommands, long Recipients, string Filter)
{
    /// <summary>Upper bound of the complaint rate, 0 to 1; null where none is given.</summary>
    public double? ComplaintRate { get; init; }

    /// <summary>Messages to spam traps.</summary>
    public long TrapHits { get; init; }

    public string? SampleHelo { get; init; }

    public string? SampleMailFrom { get; init; }

    public string? Comments { get; init; }
}
