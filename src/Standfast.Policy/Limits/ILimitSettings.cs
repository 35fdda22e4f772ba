using System.Collections.Immutable;

namespace Standfast.Policy.Limits;

/// <summary>Limits set for single objects while the server runs. Changes return when they are durable. May be called concurrently.</summary>
public interface ILimitSettings
{
    /// <summary>Grows with each change.</summary>
    int Version { get; }

    IReadOnlyDictionary<LimitObject, ImmutableArray<LimitRule>> Rules { get; }

    /// <summary>Ramps chosen for accounts and domains: the name of a plan, or <see cref="RampPlans.Off"/>.</summary>
    IReadOnlyDictionary<LimitObject, string> Ramps { get; }

    /// <summary>Replaces the object's rules of the same metrics and windows.</summary>
    /// <exception cref="IOException">It could not be written; nothing is changed.</exception>
    void Set(LimitObject limited, IReadOnlyList<LimitRule> rules);

    /// <param name="metric">Null for all.</param>
    /// <param name="window">Null for all.</param>
    /// <returns>How many rules there were.</returns>
    /// <exception cref="IOException">It could not be written; nothing is changed.</exception>
    int Remove(LimitObject limited, LimitMetric? metric, LimitWindow? window);

    /// <param name="plan">Null for what goes without saying.</param>
    /// <exception cref="IOException">It could not be written; nothing is changed.</exception>
    void SetRamp(LimitObject limited, string? plan);
}
