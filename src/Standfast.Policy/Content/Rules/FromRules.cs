using System.Buffers;
using Standfast.Policy.Content.Scripts;

namespace Standfast.Policy.Content.Rules;

/// <summary>Who the message says it is from: exactly one mailbox, shown as what it is.</summary>
internal sealed class FromRules(ContentLists lists, ContentOptions options) : IContentRule
{
    // RFC 5322 §3.6: at most once each; From has a rule of its own.
    private static readonly string[] s_single = ["Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"];

    private static readonly SearchValues<char> s_addressEnds = SearchValues.Create(" \t\"'<>(),;|]");

    public void Check(ContentMessage message, ICollection<ContentFinding> findings)
    {
        if (message.Headers is not { } headers)
        {
            findings.Add(new ContentFinding("SF-4020", 10, "the header", message.HeaderError ?? "cannot be read", "begin the message with fields such as From: and Subject:, then an empty line") { IsCertain = true });
            return;
        }

        var count = headers.Count("From");
        if (count != 1 || message.From is null)
            findings.Add(new ContentFinding("SF-4020", 10, "From", count == 1 ? message.FromError : $"occurs {count} times, and must occur once (RFC 5322 section 3.6)", "name exactly one mailbox in exactly one From field") { IsCertain = true });
        foreach (var name in s_single)
            if (headers.Count(name) is > 1 and var times)
                findings.Add(new ContentFinding("SF-4021", 10, name, $"occurs {times} times, and may occur once (RFC 5322 section 3.6)", "send it once: receivers refuse the message or show the wrong one") { IsCertain = true });
        if (message.From is { } from)
        {
            CheckDomain(from.Domain.Value, findings);
            CheckName(message, from.Domain.Value, findings);
        }
    }

    private void CheckDomain(string domain, ICollection<ContentFinding> findings)
    {
        if (!options.AllowsFreeMailFrom && lists.FreeMail.Contains(domain))
            findings.Add(new ContentFinding("SF-4022", 10, $"From: {domain}", "is a free-mail domain, whose owner lets only his own servers send for it: receivers treat the message as forged", "send from a domain of your own, and name the free-mail address in Reply-To") { IsCertain = true });
        var shown = LinkHosts.Of($"http://{domain}/") ?? domain;
        if (!System.Text.Ascii.IsValid(shown) && shown.Split('.').FirstOrDefault(label => !LookAlikes.IsHighlyRestrictive(label) || LookAlikes.IsWholeScriptConfusable(label)) is { } odd && IsFalse(shown, odd))
            findings.Add(new ContentFinding("SF-4026", 10, $"From: {domain}", $"looks like {LookAlikes.Skeleton(shown)} and is not (UTS #39 section 5.2)", "send from a domain whose letters are of one script") { IsCertain = true });
    }

    /// <summary>A name of one script under a top-level domain of the same script deceives nobody.</summary>
    private static bool IsFalse(string host, string label) => !LookAlikes.IsHighlyRestrictive(label) || System.Text.Ascii.IsValid(host.AsSpan(host.LastIndexOf('.') + 1));

    private void CheckName(ContentMessage message, string domain, ICollection<ContentFinding> findings)
    {
        var name = message.DisplayName;
        if (name.Length == 0) return;
        var where = $"From: {ContentMessage.Quote(name)}";
        var at = name.IndexOf('@');
        if (at > 0 && DomainAfter(name, at) is { } shown && !Organizations.AreOne(shown, domain, lists))
            findings.Add(new ContentFinding("SF-4023", message.IsBulk ? 6 : 3, where, $"shows an address of {shown}, and the message is from {domain}", "show the name of the sender, without an address"));
        if (name.AsSpan().IndexOfAny("\u2705\u2714\u2713\u2611") >= 0)
            findings.Add(new ContentFinding("SF-4024", 4, where, "holds a check mark, which readers take for the mark of a verified sender", "take the mark out of the display name"));
        if (Markers.Find(name, lists) is { } marker)
            findings.Add(new ContentFinding("SF-4025", message.IsBulk ? 6 : 2, where, $"begins with \"{marker}\" as the subject of a reply does", "show only who sends the message"));
        if (LookAlikes.HasMixedWord(name, out var word))
            findings.Add(new ContentFinding("SF-4027", message.IsBulk ? 8 : 5, where, $"mixes scripts in {ContentMessage.Quote(word)}, which reads as \"{LookAlikes.Skeleton(word)}\"", "write each word in letters of one script"));
        else if (InvisibleCharacters.HasOverride(name) || InvisibleCharacters.CountWithinWords(name, withSoftHyphen: true) > 0)
            findings.Add(new ContentFinding("SF-4028", message.IsBulk ? 8 : 5, where, "holds characters that are not seen or turn the text round", "take them out"));
    }

    private static string? DomainAfter(string name, int at)
    {
        var rest = name.AsSpan(at + 1);
        var end = rest.IndexOfAny(s_addressEnds);
        if (end >= 0) rest = rest[..end];
        return Mail.DomainName.TryParse(rest.TrimEnd('.').ToString(), out var domain) && domain.Value.Contains('.', StringComparison.Ordinal) ? domain.Value : null;
    }
}
