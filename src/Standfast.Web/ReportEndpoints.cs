using System.ComponentModel;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Reputation.Feedback.Reports;
using Standfast.Reputation.Feedback.Snds;
using Standfast.Reputation.Feedback.Unpacking;

namespace Standfast.Web;

/// <summary>Reports of others about our domains and addresses: DMARC, TLS, SNDS, Postmaster Tools.</summary>
internal static class ReportEndpoints
{
    private const int DefaultDays = 30;
    private const int MaxDays = 400;
    private const int DefaultLimit = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/reports").WithTags("Reports").ForOperators();
        group.MapGet("/dmarc", Dmarc).Answers<IReadOnlyList<DmarcSourceResponse>>("listDmarcSources", "Who sends mail with our domains in From, by the DMARC reports of others; most messages first", problems: [400, 503]);
        group.MapGet("/dmarc/reports", DmarcReports).Answers<IReadOnlyList<DmarcReportResponse>>("listDmarcReports", "The DMARC aggregate reports themselves, newest first", problems: [400, 503]);
        group.MapGet("/tls", Tls).Answers<IReadOnlyList<TlsReportResponse>>("listTlsReports", "What others saw of TLS to our MX hosts, newest first", problems: [400, 503]);
        group.MapGet("/snds", Snds).Answers<IReadOnlyList<SndsResponse>>("listSnds", "What Microsoft saw of our addresses (imported from SNDS), newest first", problems: [400, 503]);
        group.MapGet("/postmaster", Postmaster).Answers<IReadOnlyList<PostmasterResponse>>("listPostmaster", "What Google says of our domains (imported from Postmaster Tools), newest first", problems: [400, 503]);
        group.MapPost("", ImportAsync).Accepts<byte[]>("application/octet-stream", "text/csv", "text/xml", "application/json", "application/gzip", "application/zip", "message/rfc822")
            .Answers<ReportImportResponse>("importReport", "Import a file: a DMARC or TLS report (also packed, or as a message), or an export of SNDS or Postmaster Tools", problems: [400, 413, 503]);
    }

    private static IResult Dmarc(IReportStore store, TimeProvider time, string? domain = null, [Description("How far back; default 30, at most 400.")] int? days = null, [Description("1 to 1000; default 100.")] int? limit = null) =>
        Ask(time, domain, days, limit, query => Results.Json(
            (IReadOnlyList<DmarcSourceResponse>)[.. store.DmarcSources(query).Select(source => new DmarcSourceResponse(
                source.Domain, source.SourceIp, source.HeaderFrom, source.Messages, source.Passed, source.DkimPassed, source.SpfPassed, source.Refused, source.Reporters, source.DkimDomain, source.SpfDomain, source.LastSeen))],
            ApiJson.Default.IReadOnlyListDmarcSourceResponse));

    private static IResult DmarcReports(IReportStore store, TimeProvider time, string? domain = null, int? days = null, int? limit = null) =>
        Ask(time, domain, days, limit, query => Results.Json(
            (IReadOnlyList<DmarcReportResponse>)[.. store.DmarcReports(query).Select(report => new DmarcReportResponse(
                report.Domain, report.Organization, report.ReportId, report.Begin, report.End, report.ReceivedAt, report.Origin, report.Policy, report.Messages, report.Passed, report.IsTruncated))],
            ApiJson.Default.IReadOnlyListDmarcReportResponse));

    private static IResult Tls(IReportStore store, TimeProvider time, string? domain = null, int? days = null, int? limit = null) =>
        Ask(time, domain, days, limit, query => Results.Json(
            (IReadOnlyList<TlsReportResponse>)[.. store.TlsReports(query).Select(report => new TlsReportResponse(
                report.Domain, report.Organization, report.ReportId, report.Begin, report.End, report.ReceivedAt, report.Origin, report.PolicyType, report.Successful, report.Failed,
                [.. report.Failures.Select(failure => new TlsFailureResponse(failure.ResultType, failure.Sessions, failure.ReceivingMxHost, failure.ReceivingIp, failure.SendingMtaIp, failure.ReasonCode ?? failure.Information))]))],
            ApiJson.Default.IReadOnlyListTlsReportResponse));

    private static IResult Snds(IReportStore store, TimeProvider time, int? days = null, int? limit = null) =>
        Ask(time, null, days, limit, query =>
        {
            var statuses = store.SndsStatuses();
            return Results.Json(
                (IReadOnlyList<SndsResponse>)[.. store.SndsRows(query).Select(row => new SndsResponse(
                    row.Ip.ToString(), row.Begin, row.End, row.RcptCommands, row.DataCommands, row.Recipients, row.Filter, row.ComplaintRate, row.TrapHits, row.Comments, IsBlocked(row.Ip, statuses)))],
                ApiJson.Default.IReadOnlyListSndsResponse);
        });

    private static IResult Postmaster(IReportStore store, TimeProvider time, string? domain = null, int? days = null, int? limit = null) =>
        Ask(time, domain, days, limit, query => Results.Json(
            (IReadOnlyList<PostmasterResponse>)[.. store.PostmasterRows(query).Select(row => new PostmasterResponse(row.Domain.Value, row.Day, row.Metric, row.Value, row.Text))], ApiJson.Default.IReadOnlyListPostmasterResponse));

    private static async Task<IResult> ImportAsync(
        HttpContext context, ReportIntake intake, ReportReader reader, CancellationToken stop, [Description("Whose an exported table is that does not say it.")] string? domain = null)
    {
        DomainName? owner = null;
        if (!string.IsNullOrEmpty(domain) && !DomainName.TryParse(domain, out owner)) return BadDomain(domain);
        if (await UploadedList.ReadAsync(context, PackedReport.MaxPackedOctets, stop) is not { } file) return StandfastEndpoints.Problem(413, "too_large", $"the file has more than {PackedReport.MaxPackedOctets} octets");
        return Guard(() =>
        {
            var taken = intake.Take(reader.Read(file.ToArray(), owner), "file", isTrusted: true);
            if (taken.IsRefused) return StandfastEndpoints.Problem(400, "no_report", $"the file {taken.Text}");
            context.Audited("report.import", taken.Kind, taken.Text);
            return Results.Json(new ReportImportResponse(taken.Kind, taken.Added, taken.Text), ApiJson.Default.ReportImportResponse);
        });
    }

    private static bool? IsBlocked(IPAddress address, IReadOnlyList<SndsStatus> statuses)
    {
        if (statuses.Count == 0) return null;
        var octets = address.GetAddressBytes();
        return statuses.Any(status => status.IsBlocked && Compare(status.First, octets) <= 0 && Compare(status.Last, octets) >= 0);
    }

    private static int Compare(IPAddress address, byte[] octets) => address.GetAddressBytes().AsSpan().SequenceCompareTo(octets);

    private static IResult Ask(TimeProvider time, string? domain, int? days, int? limit, Func<ReportQuery, IResult> answer)
    {
        DomainName? owner = null;
        if (!string.IsNullOrEmpty(domain) && !DomainName.TryParse(domain, out owner)) return BadDomain(domain);
        if (days is < 1 or > MaxDays) return StandfastEndpoints.Problem(400, "bad_days", $"days = \"{days}\" must be a whole number from 1 to {MaxDays}");
        if (!PageSize.IsIn(limit, ReportQuery.MaxLimit, out var problem)) return problem;
        var since = time.GetUtcNow() - TimeSpan.FromDays(days ?? DefaultDays);
        return Guard(() => answer(new ReportQuery(owner, since, limit ?? DefaultLimit)));
    }

    private static IResult BadDomain(string text) => StandfastEndpoints.Problem(400, "bad_domain", $"\"{text}\" is not a domain name");

    private static IResult Guard(Func<IResult> action)
    {
        try
        {
            return action();
        }
        catch (IOException)
        {
            return StandfastEndpoints.Problem(503, "store_unavailable", "reports cannot be read or written now; try again");
        }
    }
}
