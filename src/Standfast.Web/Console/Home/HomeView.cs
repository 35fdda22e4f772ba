namespace Standfast.Web.Console.Home;

/// <summary>What Home shows.</summary>
/// <param name="Headline">The answer, one sentence.</param>
/// <param name="Incidents">That are not over, newest first.</param>
/// <param name="Held">Messages that wait for a person.</param>
/// <param name="LastAct">What the guard did last by itself; null for nothing yet.</param>
public sealed record HomeView(
    Verdict Verdict, string Headline, IReadOnlyList<HomeIncident> Incidents, IReadOnlyList<VerdictLine> Streams, IReadOnlyList<VerdictLine> Providers, IReadOnlyList<LimitLine> Limits, HomeAct? LastAct, long Held, long Queued)
{
    /// <summary>Why no mail can be stored; null where it can.</summary>
    public string? SpoolTrouble { get; init; }

    /// <summary>What the statistics find: parts of the mail that are unlike themselves, then limits that are near or passed; one sentence each, the worst first.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The figures could not be read.</summary>
    public bool IsBlind { get; init; }
}
