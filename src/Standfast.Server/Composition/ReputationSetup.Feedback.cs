using Standfast.Mail;
using Standfast.Reputation.Feedback.Complaints;
using Standfast.Reputation.Feedback.Reports;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>What others report: complaints, DMARC, TLS, SNDS, Postmaster Tools.</content>
internal sealed partial class ReputationSetup
{
    /// <summary>For mail that comes in.</summary>
    public ReportReader? Reports { get; private set; }

    public ReportIntake? ReportIntake { get; private set; }

    private IReportStore? _reportStore;

    partial void AddFeedback(ReputationParts parts)
    {
        var (sources, mistakes) = FeedbackSourceFile.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "feedback"));
        parts.Mistakes.AddRange(mistakes);
        var store = SqliteReportStore.Open(Path.Combine(_settings.Data, "reports.db"));
        parts.Owned.Add(store);
        _reportStore = store;
        var reader = Reports = new ReportReader(new FeedbackReportReader(sources));
        IReadOnlyList<DomainName> alsoOurs = _settings["delivery.return_path_domain"] is { Length: > 0 } domain ? [DomainName.Parse(domain)] : [];
        var intake = ReportIntake = new ReportIntake(store, _accounts, alsoOurs, _time);
        parts.Services.Add(services => services.AddSingleton<IReportStore>(store).AddSingleton(reader).AddSingleton(intake));
    }
}
