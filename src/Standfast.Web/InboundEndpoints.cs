using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Accounts;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Policy.Inbound;

namespace Standfast.Web;

/// <summary>What domains want of mail to them, and the lists that clients are looked up in.</summary>
internal static class InboundEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var inbound = api.MapGroup("/inbound").WithTags("Inbound");
        inbound.MapGet("/policies", (InboundPolicies policies) => Answer(policies.All)).Answers<IReadOnlyList<InboundPolicyResponse>>("listInboundPolicies", "What domains want of mail to them");
        inbound.MapPost("/policies", Set).Answers<IReadOnlyList<InboundPolicyResponse>>("setInboundPolicy", "Change what a domain wants of mail to it", problems: [400, 404, 503]);
        inbound.MapDelete("/policies/{domain}", Remove).AnswersNothing("removeInboundPolicy", "Let a domain follow the policy of all again", 404, 503);
        inbound.MapGet("/zones", (DnsblChecker dnsbl) => Results.Json(
                (IReadOnlyList<DnsblZoneResponse>)[.. dnsbl.Zones.Select(zone => new DnsblZoneResponse(zone.Zone, zone.Problem is not null ? "bad" : zone.IsTested ? "good" : "untested", zone.Problem, zone.Asked, zone.Listed))], ApiJson.Default.IReadOnlyListDnsblZoneResponse))
            .Answers<IReadOnlyList<DnsblZoneResponse>>("listDnsblZones", "The lists that clients are looked up in, and whether they can be trusted");
    }

    private static IResult Set(InboundPolicyRequest request, InboundPolicies policies, IAccountStore accounts, HttpContext http)
    {
        if (Find(request.Domain, accounts) is not { } domain) return StandfastEndpoints.Problem(404, "no_such_domain", $"\"{request.Domain}\" is no local domain; * stands for all");
        var before = policies.All.TryGetValue(domain, out var own) ? own : policies.All[InboundPolicies.Any];
        if (!TryRead(request.Dnsbl, before.Dnsbl, out var dnsbl) || !TryRead(request.Malware, before.Malware, out var malware) || !TryRead(request.Spam, before.Spam, out var spam))
            return StandfastEndpoints.Problem(400, "bad_action", "dnsbl, malware and spam are off, tag, quarantine or refuse");
        var policy = new InboundPolicy(dnsbl, malware, spam, request.Greylisting ?? before.IsGreylisting);
        try
        {
            policies.Set(domain, policy);
        }
        catch (IOException)
        {
            return NotStored();
        }

        http.Audited("inbound.policy", domain, $"dnsbl {request.Dnsbl ?? "-"}, malware {request.Malware ?? "-"}, spam {request.Spam ?? "-"}, greylisting {policy.IsGreylisting}");
        return Answer(new Dictionary<string, InboundPolicy> { [domain] = policy });
    }

    private static IResult Remove(string domain, InboundPolicies policies, HttpContext http)
    {
        try
        {
            if (!policies.Remove(domain.ToLowerInvariant())) return StandfastEndpoints.Problem(404, "no_such_policy", $"\"{domain}\" has no policy of its own");
        }
        catch (IOException)
        {
            return NotStored();
        }

        http.Audited("inbound.policy.remove", domain);
        return Results.NoContent();
    }

    private static IResult NotStored() => StandfastEndpoints.Problem(503, "not_stored", "the policy could not be stored, and is not in force");

    private static string? Find(string text, IAccountStore accounts) =>
        text == InboundPolicies.Any ? text : DomainName.TryParse(text, out var name) && accounts.FindDomain(name) is { Local: not LocalDelivery.NotLocal } ? name.Value : null;

    private static bool TryRead(string? text, InboundAction otherwise, out InboundAction action)
    {
        action = otherwise;
        return text is null || (text.All(char.IsAsciiLetterLower) && Enum.TryParse(text, ignoreCase: true, out action));
    }

    private static IResult Answer(IReadOnlyDictionary<string, InboundPolicy> policies) => Results.Json(
        (IReadOnlyList<InboundPolicyResponse>)[.. policies.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new InboundPolicyResponse(pair.Key, Name(pair.Value.Dnsbl), Name(pair.Value.Malware), Name(pair.Value.Spam), pair.Value.IsGreylisting))],
        ApiJson.Default.IReadOnlyListInboundPolicyResponse);

    private static string Name(InboundAction action) => action.ToString().ToLowerInvariant();
}
