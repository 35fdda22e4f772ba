using Standfast.Policy.Checks;

namespace Standfast.Policy.Compromise;

/// <summary>What is unlike a sender's normal.</summary>
/// <param name="Id">Of the finding.</param>
/// <param name="Action">Defer slows; Hold keeps all that the sender sends until a person has looked.</param>
/// <param name="Reason">With numbers; the end of a sentence that begins with the sender.</param>
internal sealed record Deviation(string Id, GuardAction Action, string Reason);
