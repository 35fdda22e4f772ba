namespace Standfast.Reputation.Identity;

/// <param name="Id">The help topic.</param>
/// <param name="Text">One sentence that names the address.</param>
/// <param name="NextStep">What the owner can do.</param>
public sealed record IdentityFinding(IdentityFault Fault, string Id, string Text, string NextStep);
