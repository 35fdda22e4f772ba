namespace Standfast.Policy.Limits.Planning;

/// <summary>What the warm-up of egress sources lets go on the days to come.</summary>
public interface IWarmupOutlook
{
    /// <returns>Recipients of today, tomorrow and so on, for all sources of the pool; after the last day there is no cap. Empty where the pool is warm.</returns>
    IReadOnlyList<long> CapsOf(string pool, string provider);
}
