using Standfast.Policy.Content.Listings;

namespace Standfast.Policy.Content.Rules;

/// <summary>Asks the domain blocklists for the links of a message.</summary>
public static class ListedLinks
{
    /// <summary>Hosts of one message that are asked for; ours: spam has one or two.</summary>
    private const int MaxHosts = 20;

    public static async ValueTask<IReadOnlyList<ContentFinding>> FindAsync(MessageView view, IDomainListing listing, CancellationToken cancellationToken)
    {
        if (listing is NoDomainListing || view.Links.Count == 0) return [];
        var findings = new List<ContentFinding>();
        foreach (var host in view.Links.Select(link => link.AsciiHost).OfType<string>().Distinct().Take(MaxHosts))
            if (await listing.FindAsync(host, cancellationToken) is { } listed)
                findings.Add(new ContentFinding("SF-4079", 10, $"the link to {host}", $"leads to {listed.Domain}, which is on the blocklist {listed.Zone} ({listed.Code})", "take the link out; if the domain is yours, ask the list why and have it removed"));
        return findings;
    }
}
