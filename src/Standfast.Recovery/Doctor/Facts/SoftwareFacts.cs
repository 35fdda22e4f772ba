using Standfast.Recovery.Doctor.Advisories;

namespace Standfast.Recovery.Doctor.Facts;

/// <summary>What runs beside and below the server.</summary>
/// <param name="Advisories">What is known of faults and ends of support.</param>
public sealed record SoftwareFacts(AdvisoryFeed Advisories)
{
    /// <summary>Such as "10.0.1".</summary>
    public Version? Runtime { get; init; }

    /// <summary>As in os-release, such as "debian" and "12"; null where it could not be read.</summary>
    public (string Id, string Version)? System { get; init; }

    /// <summary>Installed packages and their versions; null where dpkg's list could not be read.</summary>
    public IReadOnlyDictionary<string, string>? Packages { get; init; }

    /// <summary>Installed packages for which the package lists know a newer version of a security archive; null where there are no lists.</summary>
    public IReadOnlyList<PendingUpgrade>? Pending { get; init; }
}
