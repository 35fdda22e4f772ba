namespace Standfast.Policy.Limits;

/// <summary>What a message needs of one counter.</summary>
/// <param name="Rule">With an amount: what is not limited is not counted.</param>
/// <param name="Needed">From 1.</param>
public readonly record struct LimitDemand(LimitObject Subject, LimitRule Rule, long Needed)
{
    /// <summary>The ramp that made the amount what it is today; null where a rule did.</summary>
    public RampStep? Ramp { get; init; }

    internal LimitKey Key => new(Subject, Rule.Metric, Rule.Window);
}
