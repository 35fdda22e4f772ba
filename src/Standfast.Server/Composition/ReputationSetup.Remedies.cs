using Standfast.Recovery.Intake;
using Standfast.Recovery.Notices;
using Standfast.Recovery.Remedies;

namespace Standfast.Server.Composition;

/// <content>Notices of suspensions, and what is done about them.</content>
internal sealed partial class ReputationSetup
{
    // Of the part that keeps incidents; null where they cannot be read.
    private RemedyBook? _remedies;
    private NoticeDesk? _notices;
    private IncidentFactsReader? _incidentFacts;

    /// <param name="doctor">Ids of the security audit.</param>
    private void AddRemedies(ReputationParts parts, IReadOnlySet<string> doctor)
    {
        var knowledge = Path.Combine(AppContext.BaseDirectory, "data");
        var (rules, mistakes) = NoticeRuleFiles.ReadFolder(Path.Combine(knowledge, "notices"));
        parts.Mistakes.AddRange(mistakes);
        var (remedies, wrong) = RemedyFiles.ReadFolder(Path.Combine(knowledge, "remedies"), doctor);
        parts.Mistakes.AddRange(wrong);
        if (Incidents is not { } incidents) return;
        var book = _remedies = new RemedyBook(incidents, remedies);
        var reader = new NoticeReader(rules, Classifier);
        var desk = _notices = new NoticeDesk(incidents, book, reader, incident => _incidentFacts?.ForDiagnosis(incident));
        parts.Services.Add(services => services.AddSingleton<Standfast.Web.IncidentView>().AddSingleton(reader).AddSingleton(book).AddSingleton(desk).AddSingleton<IIncidentFacts>(provider => _incidentFacts = new IncidentFactsReader(provider, _time)));
    }
}
