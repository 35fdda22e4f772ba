using Standfast.Policy.Content.Scripts;

namespace Standfast.Policy.Content.Rules;

/// <summary>Whether links lead where they seem to lead.</summary>
internal sealed class LinkRules(ContentLists lists) : IContentRule
{
    public void Check(ContentMessage message, ICollection<ContentFinding> findings)
    {
        HashSet<string>? found = null;
        foreach (var link in message.View.Links)
            if (Judge(link, message) is { } finding && (found ??= []).Add(finding.Id))
                findings.Add(finding);
        foreach (var target in message.View.FormTargets)
            if (Judge(new LinkView(target, null, LinkHosts.Of(target)), message) is { } finding && (found ??= []).Add(finding.Id))
                findings.Add(finding);
    }

    private ContentFinding? Judge(LinkView link, ContentMessage message)
    {
        if (link.Host is not { } host) return JudgeScheme(link);
        if (LinkHosts.HasUser(link.Href))
            return new ContentFinding("SF-4073", 7, Where(link), $"hides that it leads to {host} behind a user name", "write the link without what stands before the at sign");
        if (LinkHosts.IsAddress(host))
            return message.IsBulk || !IsPrivate(host) ? new ContentFinding("SF-4072", message.IsBulk ? 5 : 3, Where(link), "leads to a number instead of a name", "link to a host name of your own domain") : null;
        if (!System.Text.Ascii.IsValid(host) && host.Split('.').Any(label => !LookAlikes.IsHighlyRestrictive(label) || (LookAlikes.IsWholeScriptConfusable(label) && System.Text.Ascii.IsValid(host.AsSpan(host.LastIndexOf('.') + 1)))))
            return new ContentFinding("SF-4074", 8, Where(link), $"leads to {link.AsciiHost ?? host}, which looks like {LookAlikes.Skeleton(host)} and is not (UTS #39 section 5.2)", "link to a domain whose letters are of one script");
        if (lists.Shorteners.Contains(host))
            return new ContentFinding("SF-4070", message.IsBulk ? 4 : 2, Where(link), "hides its target behind a URL shortener, whose domain others use for spam", "link to the target itself");
        if (message.IsBulk && IsPrivate(host))
            return new ContentFinding("SF-4076", 3, Where(link), "leads to a host that only your network knows", "link to a public host");
        return JudgeText(link, host, message);
    }

    private static ContentFinding? JudgeScheme(LinkView link)
    {
        var href = link.Href.AsSpan().TrimStart();
        return href.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) || href.StartsWith("vbscript:", StringComparison.OrdinalIgnoreCase) || href.StartsWith("data:text/html", StringComparison.OrdinalIgnoreCase) || href.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            ? new ContentFinding("SF-4075", 7, Where(link), "runs a script or opens a file instead of a page", "link to a page by https")
            : null;
    }

    private ContentFinding? JudgeText(LinkView link, string host, ContentMessage message)
    {
        if (link.Text is not { Length: > 3 } text || ShownHost(text) is not { } shown || Organizations.AreOne(shown, host, lists)) return null;
        // Many services that send or count clicks put themselves between: where the sender's own domain is shown, or stands between, nobody else's name is misused.
        var isOwn = message.From is { } from && (Organizations.AreOne(host, from.Domain.Value, lists) || Organizations.AreOne(shown, from.Domain.Value, lists));
        return new ContentFinding("SF-4071", isOwn ? 2 : message.IsBulk ? 5 : 4, Where(link), $"shows {shown} and leads to {host}", "show the true target, or words instead of an address; count clicks under your own domain");
    }

    /// <summary>The host that a text shows when it is an address of the web and nothing else.</summary>
    private string? ShownHost(string text)
    {
        var shown = text.Trim();
        if (shown.AsSpan().ContainsAny(" \n\t@") || shown.Length > 200) return null;
        if (shown.Contains("://", StringComparison.Ordinal)) return LinkHosts.Of(shown);
        var host = LinkHosts.Of($"http://{shown}");
        if (host is null || !host.Contains('.', StringComparison.Ordinal)) return null;
        return lists.TopLevelDomains.Contains(host[(host.LastIndexOf('.') + 1)..]) && !host.StartsWith('.') && !host.Contains("..", StringComparison.Ordinal) ? host : null;
    }

    private static string Where(LinkView link) => $"the link {ContentMessage.Quote(link.Href)}";

    private static bool IsPrivate(string host) =>
        host == "localhost" || !host.Contains('.', StringComparison.Ordinal) || host.EndsWith(".local", StringComparison.Ordinal) || host.EndsWith(".localhost", StringComparison.Ordinal) || host.EndsWith(".lan", StringComparison.Ordinal)
        || host.EndsWith(".internal", StringComparison.Ordinal) || host.StartsWith("10.", StringComparison.Ordinal) || host.StartsWith("192.168.", StringComparison.Ordinal) || host.StartsWith("127.", StringComparison.Ordinal);
}
