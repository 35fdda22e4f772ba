namespace Standfast.Tests.Recovery.Doctor;

/// <param name="Fix">Part of the fix that must be named.</param>
/// <param name="Break">Makes the one fault.</param>
internal sealed record Seed(string Id, string Fix, Action<DoctorWorld> Break);
