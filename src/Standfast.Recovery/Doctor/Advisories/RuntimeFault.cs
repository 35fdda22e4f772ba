namespace Standfast.Recovery.Doctor.Advisories;

/// <summary>Releases of .NET of one line are unsafe before a version.</summary>
/// <param name="FixedIn">First release without the fault, such as 10.0.1.</param>
public sealed record RuntimeFault(Version FixedIn, string Name, string Summary, string Source, DateOnly Date);
