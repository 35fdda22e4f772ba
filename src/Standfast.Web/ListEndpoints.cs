using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Policy.Consent;

namespace Standfast.Web;

/// <summary>The import gate: what a list is good for, before anything is sent to it.</summary>
internal static class ListEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGroup("/lists").WithTags("Consent")
        .MapPost("/check", CheckAsync).Accepts<string>("text/csv").Answers<ListCheckResponse>("checkList", "What a list of addresses is good for: CSV with a column named address or email, or one address a line", problems: [400, 413]).ChangesNothing();

    private static async Task<IResult> CheckAsync(
        HttpContext context, ListCheck check, TimeProvider time, CancellationToken stop, [Description("Where the addresses come from.")] string? source = null,
        [Description("The oldest day on which one of them was collected, as 2026-01-31.")] string? collected = null,
        [Description("Whose suppressions count; default \"default\".")] string? account = null, [Description("Stream of mail that the list is for.")] string? stream = null)
    {
        if (!TryOrigin(source, collected, account, stream, time, out var origin, out var problem)) return problem;
        using var reader = UploadedList.Open(context);
        return Results.Json(Describe(await check.RunAsync(reader, origin, stop)), ApiJson.Default.ListCheckResponse);
    }

    public static bool TryOrigin(string? source, string? collected, string? account, string? stream, TimeProvider time, [NotNullWhen(true)] out ListOrigin? origin, [NotNullWhen(false)] out IResult? problem)
    {
        origin = null;
        DateOnly? day = null;
        if (!string.IsNullOrEmpty(collected))
        {
            if (!DateOnly.TryParseExact(collected, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) || parsed > DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
            {
                problem = StandfastEndpoints.Problem(400, "bad_collected", $"collected = \"{collected}\" must be a day of the past, such as 2026-01-31");
                return false;
            }

            day = parsed;
        }

        if (!SuppressionFilter.TryScope(false, account, stream, out var scope, out problem)) return false;
        origin = new ListOrigin(scope.Account!, scope.Stream, source?.Trim() ?? "", day);
        return true;
    }

    public static ListCheckResponse Describe(ListReport report) => new(
        Name(report.Verdict), report.Records, report.Addresses, report.Dead, report.Domains, report.DomainsUnanswered, report.DomainsSkipped,
        [.. report.Findings.Select(finding => new ListFindingResponse(finding.Id, Name(finding.Verdict), finding.Text, finding.Count, Math.Round(finding.Share, 4), finding.Samples))]);

    private static string Name(ListVerdict verdict) => verdict.ToString().ToLowerInvariant();
}
