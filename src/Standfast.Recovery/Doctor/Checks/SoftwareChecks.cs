using Standfast.Recovery.Doctor.Advisories;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Versions of what the server stands on, against the advisories that came with it.</summary>
internal static class SoftwareChecks
{
    private const int SoonDays = 90, OldFeedDays = 180;

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        OfSoftware("DR-9001", (facts, software) => RuntimeEnd(software) is { } end ? CheckOutcome.When(end.Until < Today(facts), () => new Fault($".NET {end.Version}", $".NET {end.Version} gets no more fixes since {end.Until:yyyy-MM-dd}")) : Unknown(software.Runtime?.ToString())),
        OfSoftware("DR-9002", (facts, software) => RuntimeEnd(software) is { } end
            ? CheckOutcome.When(end.Until >= Today(facts) && end.Until.DayNumber - Today(facts).DayNumber < SoonDays, () => new Fault($".NET {end.Version}", $".NET {end.Version} gets no more fixes after {end.Until:yyyy-MM-dd}")) : Unknown(software.Runtime?.ToString())),
        OfSoftware("DR-9003", (_, software) => software.Runtime is not { } runtime ? null : CheckOutcome.Of(
            software.Advisories.Runtimes.Where(fault => fault.FixedIn.Major == runtime.Major && fault.FixedIn.Minor == runtime.Minor && runtime < fault.FixedIn)
                .Select(fault => new Fault($".NET {runtime}", $".NET {runtime} has {fault.Name}: {fault.Summary}", fault.FixedIn.ToString())))),
        OfSoftware("DR-9004", (facts, software) => software.System is not { } system ? null : SystemEnd(software) is { } end
            ? CheckOutcome.When(end.Until < Today(facts), () => new Fault($"{system.Id} {system.Version}", $"{system.Id} {system.Version} gets no more fixes since {end.Until:yyyy-MM-dd}")) : Unknown($"{system.Id} {system.Version}")),
        OfSoftware("DR-9005", Vulnerable),
        OfSoftware("DR-9006", (_, software) => software.Pending is { } pending ? CheckOutcome.When(
            pending.Count > 0, () => new Fault($"{pending.Count} packages", $"upgrades from the security archive wait: {string.Join(", ", pending.Take(8).Select(one => $"{one.Package} {one.Offered}"))}", string.Join(' ', pending.Take(30).Select(one => one.Package)))) : null),
        OfSoftware("DR-9007", (facts, software) => CheckOutcome.When(
            Today(facts).DayNumber - software.Advisories.Updated.DayNumber > OldFeedDays, () => new Fault("data/advisories", $"what is known of faults of other software is of {software.Advisories.Updated:yyyy-MM-dd}"))),
    ];

    private static DateOnly Today(DoctorFacts facts) => DateOnly.FromDateTime(facts.Now.UtcDateTime);

    private static SupportEnd? RuntimeEnd(SoftwareFacts software) => software.Runtime is { } runtime ? software.Advisories.Supports.FirstOrDefault(end => end.Product == "dotnet" && end.Version == $"{runtime.Major}.{runtime.Minor}") : null;

    private static SupportEnd? SystemEnd(SoftwareFacts software) => software.System is { } system ? software.Advisories.Supports.FirstOrDefault(end => end.Product == system.Id && end.Version == system.Version) : null;

    private static CheckOutcome? Unknown(string? what) => what is null ? null : CheckOutcome.Skip($"nothing is known of {what}");

    /// <summary>One fault for a package, by the advisory that needs the newest version.</summary>
    private static CheckOutcome? Vulnerable(DoctorFacts facts, SoftwareFacts software)
    {
        if (software is not { System: { } system, Packages: { } packages }) return null;
        return CheckOutcome.Of(software.Advisories.Packages
            .Where(one => one.System == $"{system.Id} {system.Version}" && packages.TryGetValue(one.Package, out var installed) && DebianVersion.Compare(installed, one.FixedIn) < 0)
            .GroupBy(one => one.Package).Select(group => group.Aggregate((left, right) => DebianVersion.Compare(left.FixedIn, right.FixedIn) < 0 ? right : left))
            .Select(one => new Fault(one.Package, $"{one.Package} {packages[one.Package]} has {one.Name}: {one.Summary}; {one.FixedIn} has not", one.FixedIn)));
    }

    private static FactCheck OfSoftware(string id, Func<DoctorFacts, SoftwareFacts, CheckOutcome?> look) => FactCheck.Of(id, facts => facts.Software is { } software ? look(facts, software) : null);
}
