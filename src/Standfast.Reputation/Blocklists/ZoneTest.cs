using System.Net;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Reputation.Blocklists;

/// <summary>Whether a zone answers for its test points as RFC 5782 §5 demands. A list that was closed answers for nobody, or, worse, for everybody.</summary>
public static class ZoneTest
{
    /// <param name="listed">Points of which one must be listed, addresses or domains; empty where the operator keeps none.</param>
    /// <param name="unlisted">Points of which none may be.</param>
    /// <param name="explain">What an answer that is an error means; null for one that is none.</param>
    /// <returns>Why it cannot be trusted; null where it can.</returns>
    public static async Task<string?> ProblemAsync(
        IDnsResolver dns, DomainName zone, IReadOnlyList<string> listed, IReadOnlyList<string> unlisted, Func<IPAddress, string?> explain, CancellationToken cancellationToken)
    {
        foreach (var point in unlisted)
        {
            var answer = await AskAsync(dns, zone, point, cancellationToken);
            if (answer is DnsAnswer<IPAddress>.Failed(var reason) && listed.Count == 0) return $"it does not answer for its test point {point}: {reason}";
            if (answer is not DnsAnswer<IPAddress>.Found(var wrong)) continue;
            return wrong.Select(explain).FirstOrDefault(error => error is not null) is { } refused ? $"it answers {wrong[0]} for its test point {point}: {refused}" : $"it lists its test point {point} ({wrong[0]}): it would list everybody";
        }

        if (listed.Count == 0) return null;
        IPAddress? other = null;
        foreach (var point in listed)
        {
            if (await AskAsync(dns, zone, point, cancellationToken) is not DnsAnswer<IPAddress>.Found(var found)) continue;
            if (found.Any(answer => ListAnswer.IsLoopback(answer) && explain(answer) is null)) return null;
            other = found[0];
        }

        return other is null ? $"it does not list its test point {listed[0]}, or does not answer" : $"it answers {other} for its test point {listed[0]}{(explain(other) is { } error ? $": {error}" : "")}";
    }

    private static async Task<DnsAnswer<IPAddress>> AskAsync(IDnsResolver dns, DomainName zone, string point, CancellationToken cancellationToken) =>
        ListingSubject.TryParse(point, out var subject) && DomainName.TryParse($"{subject.Question}.{zone}", out var name)
            ? await dns.ResolveIp4Async(name, cancellationToken)
            : new DnsAnswer<IPAddress>.Failed($"\"{point}\" is no test point");
}
