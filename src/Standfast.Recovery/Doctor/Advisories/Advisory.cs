namespace Standfast.Recovery.Doctor.Advisories;

/// <summary>A package of a system is unsafe before a version.</summary>
/// <param name="System">As in os-release, such as "debian 12".</param>
/// <param name="FixedIn">First version of the package without the fault.</param>
/// <param name="Name">Such as "CVE-2026-1234" or "DSA-5764-1".</param>
public sealed record Advisory(string System, string Package, string FixedIn, string Name, string Summary, string Source, DateOnly Date);
