using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Identity;

namespace Standfast.Web;

/// <summary>What lists and the DNS say of our addresses and domains.</summary>
internal static class ListingEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var listings = api.MapGroup("/listings").WithTags("Standing");
        listings.MapGet("", List).Answers<IReadOnlyList<ListingResponse>>("listListings", "Entries of blocklists for our addresses and domains, the weightiest first");
        listings.MapGet("/lists", Lists).Answers<IReadOnlyList<BlocklistResponse>>("listBlocklists", "The lists that are asked, and whether they can be trusted");
        listings.MapPost("/check", CheckAsync).Answers<IReadOnlyList<ListingCheckResponse>>("checkListings", "Ask every list about every address and domain now").ChangesNothing();
        api.MapGet("/identity", IdentityAsync).Answers<IReadOnlyList<IdentityResponse>>("showIdentity", "How our addresses are named, seen from outside: PTR, EHLO name, changes").WithTags("Standing");
    }

    private static IResult List(BlocklistMonitor monitor, QuotedLists quotes, BlocklistCatalogue catalogue, [Description("Also those that ended, and those that hurt nobody.")] bool all = false) => Results.Json(
        (IReadOnlyList<ListingResponse>)[.. monitor.Listings.Where(listing => all || (listing.Ended is null && listing.Severity > ListingSeverity.Info)).Select(listing => Describe(listing, monitor, quotes, catalogue))
            .OrderBy(listing => listing.Ended is not null).ThenByDescending(listing => listing.Weight).ThenBy(listing => listing.Subject, StringComparer.Ordinal)],
        ApiJson.Default.IReadOnlyListListingResponse);

    private static IResult Lists(BlocklistMonitor monitor, BlocklistCatalogue catalogue)
    {
        var states = monitor.Lists.ToDictionary(state => state.List.Id);
        return Results.Json(
            (IReadOnlyList<BlocklistResponse>)[.. catalogue.Lists.Select(list => states.TryGetValue(list.Id, out var state)
                ? Describe(list, state.Problem is not null ? "bad" : state.TestedAt is null ? "untested" : "good", state.Problem, state)
                : Describe(list, "off", WhyOff(list), null))],
            ApiJson.Default.IReadOnlyListBlocklistResponse);
    }

    private static async Task<IResult> CheckAsync(BlocklistMonitor monitor, CancellationToken stop) => Results.Json(
        (IReadOnlyList<ListingCheckResponse>)[.. (await monitor.CheckNowAsync(stop)).OrderBy(check => check.List.Tier).ThenBy(check => check.List.Id, StringComparer.Ordinal).Select(Describe)],
        ApiJson.Default.IReadOnlyListListingCheckResponse);

    private static async Task<IResult> IdentityAsync(IdentityWatch watch, CancellationToken stop) => Results.Json(
        (IReadOnlyList<IdentityResponse>)[.. (await watch.CheckAsync(stop)).Select(report => new IdentityResponse(
            report.Address.ToString(), report.Sources, report.HeloName.Value, report.Findings.Count > 0 ? "bad" : report.Unknown is not null ? "unknown" : "good", report.Names, report.Confirmed,
            [.. report.Findings.Select(finding => new IdentityFindingResponse(finding.Id, Name(finding.Fault), finding.Text, finding.NextStep))], report.Unknown, report.CheckedAt, report.NamedSince))],
        ApiJson.Default.IReadOnlyListIdentityResponse);

    private static ListingResponse Describe(Listing listing, BlocklistMonitor monitor, QuotedLists quotes, BlocklistCatalogue catalogue)
    {
        var list = catalogue.Find(listing.List);
        return new ListingResponse(
            listing.Subject, listing.List, listing.Zone, listing.Name, listing.Codes, Name(listing.Severity), monitor.WeightOf(listing), quotes.ProvidersOf(listing.List), listing.Meaning, listing.Reason, listing.FirstSeen,
            listing.LastSeen, listing.Ended, list?.Operator ?? "", list?.Removal ?? "", list?.Procedure ?? "", list?.Expiry ?? "");
    }

    private static BlocklistResponse Describe(Blocklist list, string state, string? problem, ListState? known) =>
        new(list.Id, list.Zone.Value, list.Operator, list.Tier, [.. Enum.GetValues<ListingSubjects>().Where(kind => kind != ListingSubjects.None && list.About.HasFlag(kind)).Select(Name)], state, problem, known?.TestedAt, known?.AskedAt, known?.Asked ?? 0, list.Rules);

    private static ListingCheckResponse Describe(ListingCheck check)
    {
        var (result, detail) = check.Verdict switch
        {
            ListVerdict.Listed listed => ("listed", $"{string.Join(", ", listed.Codes)}: {listed.Meaning}{(listed.Reason.Length > 0 ? $"; {listed.Reason}" : "")}"),
            ListVerdict.CannotCheck cannot => ("cannot-check", cannot.Reason),
            _ => ("unlisted", (string?)null),
        };
        return new ListingCheckResponse(check.Subject.ToString(), check.List.Id, check.List.Zone.Value, result, detail, check.At);
    }

    private static string WhyOff(Blocklist list) => list.IsAllowList ? "a list of good senders: nothing to watch for" : list.Access switch
    {
        ListAccess.Registration => "the operator wants to know your resolver first; then name the list in reputation.list_access",
        ListAccess.Key => "needs a customer key in reputation.list_access",
        ListAccess.Contract => "for customers; then name it in reputation.list_access",
        _ => "not in reputation.lists",
    };

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
