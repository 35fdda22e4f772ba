using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Delivery.Shaping;

namespace Standfast.Web;

/// <summary>Where mail goes, and how it is spoken to there.</summary>
internal static class SiteEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/sites", List).Answers<IReadOnlyList<SiteResponse>>("listSites", "Sites that have mail: state, rate, connections and breaker, by source").WithTags("Sites");

    private static IResult List(ISiteList sites, [Description("Only sites with a host whose name contains this.")] string? site = null) => Results.Json(
        (IReadOnlyList<SiteResponse>)[.. sites.ListSites().Where(one => site is null || one.Site.Contains(site, StringComparison.OrdinalIgnoreCase)).SelectMany(Rows)],
        ApiJson.Default.IReadOnlyListSiteResponse);

    private static IEnumerable<SiteResponse> Rows(SiteStatus site) => site.Paths.Select(path => new SiteResponse(
        site.Site, site.Provider, site.Pool, path.Source, Name(path.State), Name(path.Breaker), path.Connections, path.ConnectionsAllowed, path.RatePerSecond is { } rate ? Math.Round(rate, 3) : null,
        site.MessagesPerConnection, site.RecipientsPerMessage, site.RequiresTls, path.Reason, path.Until, path.WarmupDay, path.WarmupLeft));

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
