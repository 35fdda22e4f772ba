namespace Standfast.Reputation.Rates;

/// <summary>How often what became of mail.</summary>
/// <param name="All">Recipients with an outcome.</param>
internal readonly record struct OutcomeCounts(long All, long Delivered, long Unknown, long Spam, long Complaints)
{
    public OutcomeCounts With(Outcome outcome) => outcome switch
    {
        Outcome.Delivered => this with { All = All + 1, Delivered = Delivered + 1 },
        Outcome.Unknown => this with { All = All + 1, Unknown = Unknown + 1 },
        Outcome.Spam => this with { All = All + 1, Spam = Spam + 1 },
        Outcome.Complaint => this with { Complaints = Complaints + 1 },
        _ => this with { All = All + 1 },
    };

    public long BadOf(RateRule rule) => rule == RateRule.Unknown ? Unknown : rule == RateRule.Spam ? Spam : Complaints;

    /// <summary>What the bad are a share of.</summary>
    public long BaseOf(RateRule rule) => rule == RateRule.Complaints ? Delivered : All;

    public static OutcomeCounts operator +(OutcomeCounts a, OutcomeCounts b) => new(a.All + b.All, a.Delivered + b.Delivered, a.Unknown + b.Unknown, a.Spam + b.Spam, a.Complaints + b.Complaints);

    public static OutcomeCounts operator -(OutcomeCounts a, OutcomeCounts b) =>
        new(Math.Max(0, a.All - b.All), Math.Max(0, a.Delivered - b.Delivered), Math.Max(0, a.Unknown - b.Unknown), Math.Max(0, a.Spam - b.Spam), Math.Max(0, a.Complaints - b.Complaints));
}
