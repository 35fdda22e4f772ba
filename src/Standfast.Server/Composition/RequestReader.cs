using Standfast.Accounts;
using Standfast.Recovery;
using Standfast.Recovery.Doctor;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Classification;
using Standfast.Reputation.Identity;
using Standfast.Reputation.Statistics;
using Standfast.Server.Configuration;

namespace Standfast.Server.Composition;

/// <summary>Gathers what requests for reinstatement tell: settings, our addresses and domains, figures, the audit, and what people said.</summary>
internal sealed class RequestReader(Settings settings, IReadOnlyList<SourceIdentity> own, TimeProvider time, IServiceProvider services) : IRequestFacts
{
    private const string RelayMark = "relay:";

    /// <summary>What is compared: before the incident, and since it began.</summary>
    private static readonly TimeSpan s_span = TimeSpan.FromDays(7);

    /// <summary>The audit asks the DNS and others; a request is still worth reading without it.</summary>
    private static readonly TimeSpan s_auditWithin = TimeSpan.FromSeconds(20);

    /// <summary>Who looks at a request and then writes it out waits for the audit once. Ours.</summary>
    private static readonly TimeSpan s_remembered = TimeSpan.FromMinutes(1);

    private static readonly HashSet<CheckArea> s_areas = [CheckArea.Identity, CheckArea.Tls];

    private volatile Audited? _audited;

    public async Task<RequestFacts> ReadAsync(Incident incident, CancellationToken cancellationToken)
    {
        var scope = incident.Scope.Split(' ').Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToDictionary(part => part[0], part => part[1]);
        var checks = RememberedChecksAsync(cancellationToken);
        await FreshenAsync(cancellationToken);
        var now = time.GetUtcNow();
        return new RequestFacts(incident, now)
        {
            Organisation = settings["recovery.organisation"],
            ContactName = settings["recovery.contact_name"],
            ContactMailbox = settings["recovery.contact_mailbox"],
            ContactPhone = settings["recovery.contact_phone"],
            Hostname = settings.Hostname.Value,
            Addresses = Addresses(scope),
            Domains = Domains(scope),
            Remedies = [.. services.GetService<RemedyBook>() is { } book ? RemedyLines.Of(book.Checklist(incident), incident.Id, now) : [], .. IncidentStatements.ReadDone(incident)],
            Statements = IncidentStatements.Read(incident),
            Before = Figures(scope, incident.OpenedAt - s_span, incident.OpenedAt),
            After = Figures(scope, incident.OpenedAt > now - s_span ? incident.OpenedAt : now - s_span, now),
            Checks = await checks,
        };
    }

    /// <summary>Of a suspension by our smart host none: it is not seen from outside which are ours.</summary>
    private IReadOnlyList<SendingAddress> Addresses(Dictionary<string, string> scope)
    {
        if (scope.GetValueOrDefault("provider")?.StartsWith(RelayMark, StringComparison.Ordinal) == true) return [];
        var names = (services.GetService<IdentityWatch>()?.Reports ?? []).ToLookup(report => report.Address);
        return
        [
            .. own.Where(one => PublicAddress.Is(one.Address))
                .Where(one => scope.TryGetValue("address", out var address) ? one.Address.ToString() == address : !scope.TryGetValue("source", out var source) || one.Source == source)
                .DistinctBy(one => one.Address).Select(one => new SendingAddress(one.Address.ToString(), one.HeloName.Value, names[one.Address].FirstOrDefault() is { Unknown: null } report ? report.Names : null)),
        ];
    }

    private IReadOnlyList<SendingDomain> Domains(Dictionary<string, string> scope) =>
    [
        .. services.GetRequiredService<IAccountStore>().Domains
            .Where(domain => !scope.TryGetValue("account", out var account) || domain.Account.Value == account)
            .Where(domain => !scope.TryGetValue("domain", out var listed) || domain.Name.Value == listed || domain.Name.Value.EndsWith("." + listed, StringComparison.Ordinal))
            .OrderByDescending(domain => domain.VerifiedAt is not null).ThenBy(domain => domain.Name.Value, StringComparer.Ordinal).Select(domain => new SendingDomain(domain.Name.Value, domain.DkimSelector)),
    ];

    /// <summary>Of the part of the mail that is meant, as far as it is counted together; null where it cannot be read.</summary>
    private RequestFigures? Figures(Dictionary<string, string> scope, DateTimeOffset from, DateTimeOffset to)
    {
        try
        {
            if (to <= from || services.GetService<StatisticsReader>() is not { } reader) return null;
            var where = Enum.GetValues<StatisticsDimension>().Where(dimension => scope.ContainsKey(NameOf(dimension)) && dimension != StatisticsDimension.Domain).ToDictionary(dimension => dimension, dimension => scope[NameOf(dimension)]);
            var query = new StatisticsQuery(from, to) { Where = where };
            var total = reader.Read(reader.Check(query) is null ? query : query with { Where = new Dictionary<StatisticsDimension, string>() }).Total;
            return new RequestFigures(from, to, total[CountKind.Attempts], total[CountKind.Delivered], total.Lost, total.BouncedFor(ReplyCause.NoSuchUser), total[CountKind.Complained]);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string NameOf(StatisticsDimension dimension) => dimension.ToString().ToLowerInvariant();

    /// <summary>Where nothing can be written, as on a full disk, what was stored before is told.</summary>
    private async Task FreshenAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (services.GetService<StatisticsRecorder>() is { } recorder) await recorder.FreshenAsync(cancellationToken);
        }
        catch (IOException)
        {
            // The recorder's loop tries again, and logs it.
        }
    }

    private async Task<IReadOnlyList<CheckedFact>?> RememberedChecksAsync(CancellationToken cancellationToken)
    {
        if (_audited is { } known && time.GetElapsedTime(known.At) < s_remembered) return known.Checks;
        var checks = await ChecksAsync(cancellationToken);
        _audited = new Audited(time.GetTimestamp(), checks);
        return checks;
    }

    private async Task<IReadOnlyList<CheckedFact>?> ChecksAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<SecurityAudit>() is not { } audit || services.GetService<IDoctorFacts>() is not { } facts) return null;
        using var limit = new CancellationTokenSource(s_auditWithin, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var results = await audit.RunAsync(await facts.ReadAsync(stop.Token), s_areas, stop.Token);
            return [.. results.Select(result => new CheckedFact(result.Id, result.Title, result.Subject, result.Status == CheckStatus.Ok ? "" : result.Cause) { IsUnknown = result.Status == CheckStatus.Skipped })];
        }
        catch (Exception exception) when (exception is IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private sealed record Audited(long At, IReadOnlyList<CheckedFact>? Checks);
}
