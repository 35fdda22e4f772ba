using Standfast.Recovery.Notices;
using Standfast.Recovery.Remedies;

namespace Standfast.Server.Composition;

/// <content>Notices of suspensions, and what is done about them.</content>
internal sealed partial class ReputationSetup
{
    // Of the part that keeps incidents; null where they cannot be read.
    private RemedyBook? _remedies;
    private NoticeReader? _notices;

    /// <param name="doctor">Ids of the security audit.</param>
    private void AddRemedies(ReputationParts parts, IReadOnlySet<string> doctor)
    {
        var knowledge = Path.Combine(AppContext.BaseDirectory, "data");
        var (rules, mistakes) = NoticeRuleFiles.ReadFolder(Path.Combine(knowledge, "notices"));
        parts.Mistakes.AddRange(mistakes);
        var (remedies, wrong) = RemedyFiles.ReadFolder(Path.Combine(knowledge, "remedies"), doctor);
        parts.Mistakes.AddRange(wrong);
        if (Incidents is not { } incidents) return;
        var (book, reader) = (_remedies, _notices) = (new RemedyBook(incidents, remedies), new NoticeReader(rules, Classifier));
        parts.Services.Add(services => services.AddSingleton<Standfast.Web.IncidentView>().AddSingleton(reader).AddSingleton(book).AddSingleton<IIncidentFacts>(provider => new IncidentFactsReader(provider, _time)));
    }
}
