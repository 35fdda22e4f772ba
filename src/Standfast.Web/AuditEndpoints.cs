using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Accounts.Audit;
using Standfast.Api;

namespace Standfast.Web;

/// <summary>Who changed what.</summary>
internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit");
        audit.MapGet("", TailAsync).Answers<IReadOnlyList<AuditEntryResponse>>("listAudit", "The newest entries of the audit log, oldest first", problems: [400, 500]);
        audit.MapPost("/verify", VerifyAsync).Answers<AuditVerificationResponse>("verifyAudit", "Check every entry of the audit log against its hash, its neighbour and the checkpoint", problems: 500).ChangesNothing();
    }

    private static async Task<IResult> TailAsync(IAuditLog audit, CancellationToken stop, [Description("1 to 1000 entries.")] int limit = 20)
    {
        if (!PageSize.IsIn(limit, 1000, out var problem)) return problem;
        try
        {
            var entries = await audit.TailAsync(limit, stop);
            return Results.Json(
                (IReadOnlyList<AuditEntryResponse>)[.. entries.Select(entry => new AuditEntryResponse(entry.Number, entry.At, entry.Actor, entry.Action, entry.Subject, entry.Detail, entry.Hash))],
                ApiJson.Default.IReadOnlyListAuditEntryResponse);
        }
        catch (IOException exception)
        {
            return StandfastEndpoints.Problem(500, "audit_unreadable", exception.Message);
        }
    }

    private static async Task<IResult> VerifyAsync(IAuditLog audit, CancellationToken stop)
    {
        try
        {
            var found = await audit.VerifyAsync(stop);
            return Results.Json(
                new AuditVerificationResponse(found.Entries, found.Head.Number, found.Head.Hash, [.. found.Faults.Select(fault => new AuditFaultResponse(fault.Number, fault.What))]), ApiJson.Default.AuditVerificationResponse);
        }
        catch (IOException exception)
        {
            return StandfastEndpoints.Problem(500, "audit_unreadable", exception.Message);
        }
    }
}
