using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Policy.Content.Rules;

namespace Standfast.Web;

public static partial class StandfastEndpoints
{
    /// <summary>Largest message that is judged; ours: what counts of larger ones is their attachments, which are judged elsewhere.</summary>
    private const int MaxCheckedOctets = 32 * 1024 * 1024;

    static partial void MapContent(IEndpointRouteBuilder app, IEndpointRouteBuilder api) =>
        api.MapPost("/content/check", CheckContentAsync).Accepts<Stream>("message/rfc822").Answers<ContentReportResponse>("checkContent", "What the content rules say of a message, before it is sent: send it as it is, as message/rfc822", problems: [400, 413])
            .WithTags("Content").ChangesNothing();

    private static async Task<IResult> CheckContentAsync(
        HttpRequest request, ContentInspector inspector, [Description("Stream to judge it for. Default: as its header says, else transactional.")] string? stream = null, CancellationToken stop = default)
    {
        StreamName? name = null;
        if (stream is not null && !StreamName.TryParse(stream, out name)) return Problem(400, "bad_stream", "the name of a stream is 1 to 32 of a-z, 0-9, dot, hyphen and underscore");
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, stop)) > 0;)
        {
            if (content.Length + read > MaxCheckedOctets) return Problem(413, "too_large", $"messages of up to {MaxCheckedOctets} octets are judged");
            content.Write(buffer, 0, read);
        }

        if (content.Length == 0) return Problem(400, "bad_body", "send the message as the body of the request, header and all");
        var (report, isBulk) = await inspector.InspectAsync(content.GetBuffer().AsMemory(0, (int)content.Length), name is null ? null : !name.IsTransactional, stop);
        return Results.Json(
            new ContentReportResponse(
                report.Verdict.ToString().ToLowerInvariant(), report.Score, inspector.Options.HoldScore, inspector.Options.RefuseScore, name?.Value ?? (isBulk ? StreamName.Bulk : StreamName.Transactional).Value,
                [.. report.Findings.Select(finding => new ContentFindingResponse(finding.Id, finding.Points, finding.IsCertain, finding.Where, finding.Reason, finding.Fix))]),
            ApiJson.Default.ContentReportResponse);
    }
}
