using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Reputation.Feedback.Postmaster;
using Standfast.Reputation.Feedback.Tls;

namespace Standfast.Reputation.Feedback.Reports;

/// <summary>Keeps reports about domains of ours, and of strangers' domains none. May be called concurrently.</summary>
/// <param name="alsoOurs">Domains of ours that no account owns, such as that of return paths.</param>
public sealed class ReportIntake(IReportStore store, IAccountStore accounts, IReadOnlyList<DomainName> alsoOurs, TimeProvider time)
{
    /// <summary>Reports by mail that are kept of one day (UTC), whoever sends them; ours. A domain that writes to all the world gets some 100.</summary>
    public const int MaxReportsADay = 5_000;

    private readonly Lock _lock = new();
    private DateOnly _day;
    private int _today;

    /// <param name="origin">See <see cref="DmarcSummary"/>.</param>
    /// <param name="isTrusted">The owner gives it: it is bounded by nothing but its size.</param>
    /// <exception cref="IOException">It cannot be stored now; nothing has changed.</exception>
    public ReportTaken Take(ReceivedReport report, string origin, bool isTrusted)
    {
        switch (report)
        {
            case ReceivedReport.Dmarc(var dmarc):
                if (!IsOurs(dmarc.Domain)) return NotOurs("dmarc", dmarc.Domain);
                if (!isTrusted && !TrySpend()) return TooMany("dmarc");
                return Tell("dmarc", store.Add(dmarc, origin, time.GetUtcNow()) ? 1 : 0, $"of {dmarc.Organization} about {dmarc.Domain}: {dmarc.Messages} messages");
            case ReceivedReport.Tls(var tls):
                return TakeTls(tls, origin, isTrusted);
            case ReceivedReport.Snds(var file) when isTrusted:
                store.Add(file, time.GetUtcNow());
                return Tell("snds", file.Rows.Count + file.Statuses.Count, $"{file.Rows.Count} days of addresses, {file.Statuses.Count} ranges");
            case ReceivedReport.Postmaster(var rows) when isTrusted:
                IReadOnlyList<PostmasterRow> ours = [.. rows.Where(row => IsOurs(row.Domain))];
                if (ours.Count == 0) return NotOurs("postmaster", rows[0].Domain);
                store.Add(ours);
                return Tell("postmaster", ours.Count, $"{ours.Count} values of {ours.Select(row => row.Domain).Distinct().Count()} domains");
            case ReceivedReport.Feedback:
                return Refuse("feedback", "is a feedback report, which counts where it comes by mail and brings back a message of ours");
            case ReceivedReport.None(var reason):
                return Refuse("none", reason);
            default:
                return Refuse("none", "is an export, which only the owner may give");
        }
    }

    /// <summary>The domain, or one above it.</summary>
    public bool IsOurs(DomainName domain)
    {
        for (var name = domain.Value; name.Contains('.', StringComparison.Ordinal); name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..])
            if (DomainName.TryParse(name, out var one) && (accounts.FindDomain(one) is not null || alsoOurs.Contains(one)))
                return true;
        return false;
    }

    private ReportTaken TakeTls(TlsReport report, string origin, bool isTrusted)
    {
        IReadOnlyList<TlsPolicyResult> ours = [.. report.Policies.Where(policy => IsOurs(policy.Domain))];
        if (ours.Count == 0) return report.Policies.Count == 0 ? Refuse("tls", "names no domain") : NotOurs("tls", report.Policies[0].Domain);
        if (!isTrusted && !TrySpend()) return TooMany("tls");
        var at = time.GetUtcNow();
        var added = ours.Count(policy => store.Add(report, policy, origin, at));
        return Tell("tls", added, $"of {report.Organization} about {ours[0].Domain}: {ours.Sum(policy => policy.Successful)} sessions with TLS, {ours.Sum(policy => policy.Failed)} failed");
    }

    private bool TrySpend()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        lock (_lock)
        {
            if (_day != today) (_day, _today) = (today, 0);
            if (_today == MaxReportsADay) return false;
            _today++;
            return true;
        }
    }

    private static ReportTaken Tell(string kind, int added, string text) => new(kind, added, added == 0 ? $"{text}; it was there already" : text);

    private static ReportTaken NotOurs(string kind, DomainName domain) => Refuse(kind, $"is about {domain}, which is no domain of ours");

    private static ReportTaken TooMany(string kind) => Refuse(kind, $"is left out: {MaxReportsADay} have come today");

    private static ReportTaken Refuse(string kind, string reason) => new(kind, 0, reason) { IsRefused = true };
}
