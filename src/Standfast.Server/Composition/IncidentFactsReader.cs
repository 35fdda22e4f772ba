using Standfast.Accounts;
using Standfast.Policy.Compromise;
using Standfast.Policy.Credentials;
using Standfast.Policy.Suppression;
using Standfast.Recovery;
using Standfast.Recovery.Diagnosis;
using Standfast.Recovery.Doctor;
using Standfast.Recovery.Doctor.Facts;
using Standfast.Recovery.Remedies;
using Standfast.Reputation.Identity;
using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Anomalies;
using Standfast.Reputation.Statistics.Limits;

namespace Standfast.Server.Composition;

/// <summary>What the server knows about an incident.</summary>
internal sealed class IncidentFactsReader(IServiceProvider services, TimeProvider time) : IIncidentFacts
{
    /// <summary>Before the first sign: what was done in it, or seen in it, counts. Ours; "what changed in the last 72 hours" is what all ask.</summary>
    private static readonly TimeSpan s_before = TimeSpan.FromDays(3);

    /// <summary>Senders, anomalies and texts that are looked at; ours.</summary>
    private const int MaxSenders = 1_000, MaxAnomalies = 200, MaxTexts = 10;

    /// <summary>Lists of whole ranges, as in data/blocklists.</summary>
    private static readonly string[] s_rangeLists = ["uceprotect-2", "uceprotect-3"];

    private static readonly CheckArea[] s_names = [CheckArea.Identity, CheckArea.Tls];

    public DiagnosisFacts ForDiagnosis(Incident incident) => ForDiagnosis(incident, new StandingReader(services, time).Read(), null);

    public async Task<(DiagnosisFacts Diagnosis, RemedyFacts Remedy)> ReadAsync(Incident incident, CancellationToken cancellationToken)
    {
        var since = incident.OpenedAt - s_before;
        var facts = await services.GetRequiredService<IDoctorFacts>().ReadAsync(cancellationToken);
        var audit = await services.GetRequiredService<SecurityAudit>().RunAsync(facts, new HashSet<CheckArea>(), cancellationToken);
        var standing = facts.Standing ?? new StandingReader(services, time).Read();
        var credentials = services.GetRequiredService<IAccountStore>().Credentials;
        return (ForDiagnosis(incident, standing, audit), new RemedyFacts(since)
        {
            Doctor = audit,
            HeldSenders = Held() is { } held ? [.. held.Select(one => (one.Id, one.Hold!.Held))] : null,
            Revoked = [.. credentials.Where(one => one.RevokedAt >= since).Select(one => one.UserName)],
            Valid = [.. credentials.Where(one => one.RevokedAt is null).Select(one => one.UserName)],
            // What a person has stopped is stopped too.
            Paused = [.. standing.Paused.Select(one => one.Key), .. (services.GetService<SendingPauses>()?.All ?? []).Where(pause => !pause.IsLifting).Select(pause => pause.Target.Key)],
            Listings = [.. standing.Listings.Where(one => one.Weight >= ListingWeight.Incident).Select(one => (one.List, one.Zone, one.Subject))],
            Suppressed = SuppressedSince(since),
            Suppressible = standing.Counts is { } counts ? counts.Unknown + counts.Complained : null,
        });
    }

    private DiagnosisFacts ForDiagnosis(Incident incident, StandingFacts standing, IReadOnlyList<CheckResult>? audit) => new(incident.Counterparty, incident.Cause, Said(incident))
    {
        Attempts = standing.Counts?.Attempts ?? 0,
        Delivered = standing.Counts?.Delivered ?? 0,
        Unknown = standing.Counts?.Unknown ?? 0,
        Complained = standing.Counts?.Complained ?? 0,
        VolumeRatio = VolumeRatio(incident.OpenedAt),
        HeldSenders = Held()?.Select(one => (one.Id, one.Hold!.FindingId, one.Hold.Reason)).ToList(),
        ReleasedSenders = [.. (services.GetService<SenderWatch>()?.RecentlyReleased ?? []).Where(one => one.At >= incident.OpenedAt - s_before).Select(one => (one.Id, one.FindingId, one.Reason))],
        ContentFindings = services.GetService<FindingCounts>()?.Since(incident.OpenedAt - s_before).Content,
        HasUnprovenConsent = services.GetService<FindingCounts>()?.Since(incident.OpenedAt - s_before).Consent is { } unproven ? unproven > 0 : null,
        Listings = [.. standing.Listings.Select(one => (one.Zone, one.Subject, IsRange(one.Subject)))],
        NameFaults = audit is null ? null : [.. audit.Where(line => line.Status == CheckStatus.Fail && s_names.Contains(line.Area)).Select(line => $"{line.Id} {line.Title}: {line.Cause}")],
        LimitsPassed = Try(() => services.GetService<LimitReader>()?.Read().Where(one => one.State == LimitState.Over).Select(one => one.Text).ToList()),
        Anomalies = Try(() => services.GetService<IAnomalyStore>()?.List(isOpen: false, MaxAnomalies).Where(one => one.LastAt >= incident.OpenedAt - s_before).Select(one => (one.Subject.Kind.ToString().ToLowerInvariant(), one.Text)).ToList()) ?? [],
    };

    private static IReadOnlyList<string> Said(Incident incident) =>
        [.. new[] { incident.Notice?.Quote, incident.Text, incident.Notice?.Text }.OfType<string>().Concat(incident.Evidence.Select(one => one.Text)).Where(text => text.Length > 0).Distinct().Take(MaxTexts)];

    private bool IsRange(string subject) => (services.GetService<BlocklistMonitor>()?.Listings ?? []).Any(listing => listing.Subject == subject && s_rangeLists.Contains(listing.List));

    /// <summary>Null without a guard.</summary>
    private List<SenderReport>? Held() => services.GetService<SenderWatch>()?.List(MaxSenders).Where(report => report.Hold is not null).ToList();

    private double? VolumeRatio(DateTimeOffset at) => Try<double?>(() =>
    {
        if (services.GetService<StatisticsReader>() is not { } reader) return null;
        var day = reader.Read(new StatisticsQuery(at.AddDays(-1), at)).Total[CountKind.Attempts];
        var week = reader.Read(new StatisticsQuery(at.AddDays(-8), at.AddDays(-1))).Total[CountKind.Attempts];
        return week > 0 ? day / (week / 7.0) : null;
    });

    private long? SuppressedSince(DateTimeOffset since) => Try<long?>(() =>
    {
        if (services.GetService<SuppressionList>() is not { } list) return null;
        return new[] { SuppressionReason.Complaint, SuppressionReason.HardBounce }.Sum(reason => (long)list.Find(new SuppressionQuery { Reason = reason }).Count(entry => entry.At >= since));
    });

    private static T? Try<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (IOException)
        {
            return default;
        }
    }
}
