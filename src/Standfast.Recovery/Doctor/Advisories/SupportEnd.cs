namespace Standfast.Recovery.Doctor.Advisories;

/// <param name="Product">"dotnet", or the id of os-release.</param>
/// <param name="Version">Such as "10.0" or "12".</param>
/// <param name="Until">Last day on which faults are fixed.</param>
public sealed record SupportEnd(string Product, string Version, DateOnly Until, string Source);
