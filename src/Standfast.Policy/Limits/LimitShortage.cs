namespace Standfast.Policy.Limits;

/// <summary>Why a message may not go now.</summary>
public abstract record LimitShortage
{
    private LimitShortage() { }

    /// <param name="Left">Less than is needed.</param>
    /// <param name="Returning">How much more there is after <paramref name="After"/>, from 1.</param>
    /// <param name="After">From now until as much as is needed is there.</param>
    public sealed record UsedUp(LimitDemand Demand, long Left, long Returning, TimeSpan After) : LimitShortage;

    /// <summary>The message needs more than the limit ever allows at once.</summary>
    public sealed record TooLarge(LimitDemand Demand) : LimitShortage;

    /// <summary>The counters could not be made durable: nothing is sent on them.</summary>
    public sealed record NotWritten : LimitShortage;

    /// <summary>More is counted at once than this server has room for.</summary>
    public sealed record TooMany : LimitShortage;
}
