using System.Collections.Concurrent;

namespace Standfast.Policy.Phishing;

/// <summary>Whether the sender or the subject claims to be a brand that the sender is not.</summary>
internal sealed class SenderSigns(PhishingKnowledge knowledge, LinkSigns links)
{
    /// <summary>Words of a name beyond are not looked at; ours.</summary>
    private const int MaxWords = 12;

    /// <summary>Characters of a name that is remembered with what it claims; ours. Senders use the same few again and again.</summary>
    private const int MaxRemembered = 100;

    private static readonly char[] s_between = [' ', '.', ',', ';', ':', '-', '_', '|', '/', '(', ')', '[', ']', '"', '\'', '!', '*', '~', '®', '™', '<', '>', '&', '+', '#'];

    private readonly ConcurrentDictionary<string, (Brand? Brand, bool IsWhole)> _claims = new(StringComparer.Ordinal);

    /// <summary>After the links were read: a claim without a place to go to is weaker.</summary>
    public void Read(PhishingSubject subject, SignList signs)
    {
        var host = Punycode.ToUnicode(subject.FromHost);
        var (own, _, self) = links.FactsOf(host);
        if (self is null && host.Length > 0)
        {
            var (points, rule) = links.JudgeHost(host);
            // A shop may be called after what it sells; one that looks like a brand and is none may not.
            signs.Add("SF-5110", points >= 9 ? 10 : points >= 6 ? 5 : Math.Min(points, 3), $"the sender's domain {subject.FromHost}", rule);
        }

        var leadsAway = signs.ForeignLinks > 0 || subject.View.Attachments.Any(HtmlAttachments.IsHtml);
        ReadName(subject, own, self, leadsAway, signs);
        if (signs.ForeignLinks > 0 && signs.OwnLinks == 0 && signs.BrandLinks == 0 && Claimed(subject.View.Subject) is { Brand: { IsCommon: false } named } && named != self)
            signs.Add("SF-5104", 2, "the subject", $"names {named.Name}, and no link leads there or to you");
    }

    private void ReadName(PhishingSubject subject, string own, Brand? self, bool leadsAway, SignList signs)
    {
        if (subject.FromName.Length == 0) return;
        foreach (var word in subject.FromName.Split(' ', '<', '>', '"', '(', ')').Take(MaxWords))
        {
            var at = word.LastIndexOf('@');
            if (LinkSigns.ShownHost(word[(at + 1)..]) is not { } shown) continue;
            var registered = knowledge.Hosts.RegisteredOf(shown);
            if (registered == own || subject.IsOwn(registered)) continue;
            var brand = knowledge.Brands.OwnerOf(registered);
            if (brand is null || brand != self) signs.Add("SF-5104", brand is null || at < 0 ? 3 : leadsAway ? 8 : 5, $"the sender's name \"{subject.FromName}\"", $"shows {registered} instead of {own}");
        }

        var (claimed, isWhole) = subject.FromName.Length <= MaxRemembered ? LinkSigns.Remembered(_claims, subject.FromName, Claimed) : Claimed(subject.FromName);
        if (claimed is null || claimed == self) return;
        var points = (claimed.IsCommon, isWhole) switch { (false, true) => 6, (false, false) => 3, (true, true) => 4, (true, false) => 0 };
        // Its own name in its own domain: Chase Bakery at chasebakery.example.
        if (claimed.IsCommon && claimed.Words.Any(word => own.Contains(word, StringComparison.Ordinal))) points = 0;
        signs.Add("SF-5104", leadsAway && signs.OwnLinks == 0 ? points : points / 2, $"the sender's name \"{subject.FromName}\"", $"is that of {claimed.Name}, whose domain {own} is not");
    }

    /// <summary>The brand that a text names, and whether it says nothing but the brand and what it does: "PayPal Support".</summary>
    private (Brand? Brand, bool IsWhole) Claimed(string text)
    {
        var words = knowledge.Confusables.Skeleton(text).Split(s_between, StringSplitOptions.RemoveEmptyEntries).Take(MaxWords).ToList();
        Brand? found = null;
        var (others, services, isTwin) = (0, 0, false);
        for (var index = 0; index < words.Count; index++)
        {
            var taken = 0;
            for (var count = Math.Min(3, words.Count - index); count > 0 && taken == 0; count--)
            {
                var word = string.Concat(words.Skip(index).Take(count));
                var brand = knowledge.Brands.ByWord(word);
                if (brand is null && count == 1 && word.Length >= 5 && knowledge.Brands.LookAlike(word) is { IsCommon: false } twin) (brand, isTwin) = (twin, true);
                if (brand is null) continue;
                (found, taken) = (found ?? brand, count);
            }

            if (taken > 0) index += taken - 1;
            else if (knowledge.Phrases.IsService(words[index])) services++;
            else others++;
        }

        return (found, found is not null && (isTwin || (others == 0 && (services > 0 || !found.IsCommon))));
    }
}
