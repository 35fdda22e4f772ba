using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Policy.Tracking;

namespace Standfast.Web;

/// <summary>Who reads tracked mail, and who does not.</summary>
internal static class EngagementEndpoints
{
    private const int MaxDays = 3_650;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGroup("/engagement").WithTags("Consent").ForOperators().MapGet("", List)
            .Answers<IReadOnlyList<EngagementResponse>>("listQuiet", "Recipients of a tracked stream of whom nothing was heard for so long, in the order of addresses", problems: [400, 503]);

    private static IResult List(
        IEngagementStore store, TimeProvider time, string? account = null, string? stream = null, [Description("1 to 3650; default 180.")] int? days = null,
        [Description("Only addresses after this one.")] string? after = null, [Description("1 to 10000; default 100.")] int? limit = null)
    {
        if (!SuppressionFilter.TryScope(false, account, stream, out var scope, out var problem)) return problem;
        if (days is < 1 or > MaxDays) return StandfastEndpoints.Problem(400, "bad_days", $"days = {days} must be 1 to {MaxDays}");
        if (!PageSize.IsIn(limit, 10_000, out problem)) return problem;
        try
        {
            var quiet = store.FindQuiet(scope.Account!, scope.Stream ?? StreamName.Bulk, time.GetUtcNow().AddDays(-(days ?? 180)), after ?? "", limit ?? 100);
            return Results.Json((IReadOnlyList<EngagementResponse>)[.. quiet.Select(Describe)], ApiJson.Default.IReadOnlyListEngagementResponse);
        }
        catch (IOException exception)
        {
            return StandfastEndpoints.Problem(503, "store_unavailable", exception.Message);
        }
    }

    private static EngagementResponse Describe(Engagement one) => new(one.Address.Value, one.Account.Value, one.Stream.Value, one.FirstSent, one.LastSent, one.LastEngaged);
}
