using Standfast.Policy.Checks;

namespace Standfast.Server.Composition;

/// <summary>What the parts of Reputation bring along.</summary>
internal sealed class ReputationParts(ILogger logger, TimeProvider time) : EngineParts(logger, time)
{
    /// <summary>Asked of each submitted message before what takes from a budget.</summary>
    public List<IMessageCheck> Checks { get; } = [];
}
