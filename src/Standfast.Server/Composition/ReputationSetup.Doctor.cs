using Standfast.Recovery.Doctor;
using Standfast.Recovery.Doctor.Advisories;
using Standfast.Recovery.Doctor.Checks;
using Standfast.Reputation.Identity;
using Standfast.Server.Machine;

namespace Standfast.Server.Composition;

/// <content>The security audit.</content>
internal sealed partial class ReputationSetup
{
    partial void AddDoctor(ReputationParts parts)
    {
        var knowledge = Path.Combine(AppContext.BaseDirectory, "data");
        // Mistakes of it are reported with the names.
        var (generic, _) = GenericNames.Read("names.toml", File.ReadAllText(Path.Combine(knowledge, "identity", "names.toml")));
        var checks = AllChecks.List(generic);
        var (texts, mistakes) = CheckCatalogue.ReadFolder(Path.Combine(knowledge, "doctor"), checks.Select(check => check.Id));
        parts.Mistakes.AddRange(mistakes);
        var (advisories, wrong) = AdvisoryFeed.ReadFolder(Path.Combine(knowledge, "advisories"));
        parts.Mistakes.AddRange(wrong);
        AddRemedies(parts, checks.Select(check => check.Id).ToHashSet());
        parts.Services.Add(services => services.AddSingleton(texts).AddSingleton(new SecurityAudit(checks, texts, _time)).AddSingleton<IHostRepairs>(new LinuxRepairs())
            .AddSingleton<IDoctorFacts>(provider => new DoctorReader(_settings, advisories, _time, provider)));
    }
}
