namespace Standfast.Policy.Limits;

/// <summary>What is counted of a message.</summary>
public enum LimitMetric
{
    /// <summary>One, however many recipients it has.</summary>
    Messages,

    Recipients,

    /// <summary>Octets as submitted, once, however many recipients there are.</summary>
    Bytes,
}
