namespace Standfast.Recovery.Doctor.Facts;

/// <param name="Host">Mail server of a large receiver.</param>
/// <param name="Failure">Null where it greeted.</param>
public sealed record PortProbe(string Host, string? Failure);
