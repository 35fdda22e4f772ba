using Standfast.Reputation.Identity;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Every check that there is.</summary>
public static class AllChecks
{
    /// <param name="generic">Names of ranges, as in data/identity.</param>
    public static IReadOnlyList<IDoctorCheck> List(GenericNames generic) =>
    [
        .. HostChecks.All, .. SecretChecks.All, .. NetworkChecks.All, .. ListenerChecks.All, .. NameChecks.All(generic), .. SpfChecks.All, .. DkimChecks.All, .. DmarcChecks.All, .. ExchangeChecks.All, .. TransportChecks.All,
        .. StandingChecks.All, .. PolicyChecks.All, .. LinkChecks.All, .. AccountChecks.All, .. ServiceChecks.All, .. SoftwareChecks.All,
    ];
}
