namespace Standfast.Policy.Content.Rules;

/// <summary>Whether a text holds a postal address: a word for a street near a number. Errs towards yes.</summary>
internal static class PostalAddress
{
    /// <summary>Words between the street and its number; ours: "Musterstraße 12", "12 rue de la Paix", "Suite 12".</summary>
    private const int Near = 6;

    public static bool IsIn(ReadOnlySpan<char> text, ContentLists lists)
    {
        // The words before a number are kept until there is one: few words of a text stand near a number, and only those are looked up.
        Span<(int Start, int End)> before = stackalloc (int, int)[Near];
        var (word, until) = (0, -1);
        for (var at = 0; at < text.Length; word++)
        {
            while (at < text.Length && !char.IsLetterOrDigit(text[at])) at++;
            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '.')) at++;
            if (at == start) break;
            var token = text[start..at].TrimEnd('.');
            before[word % Near] = (start, start + token.Length);
            // Chinese and Japanese write street and number as one word.
            if (token.ContainsAnyInRange('0', '9'))
            {
                until = word + Near;
                for (var earlier = Math.Max(0, word - Near + 1); earlier <= word; earlier++)
                    if (before[earlier % Near] is var (from, to) && IsStreet(text[from..to], lists))
                        return true;
            }
            else if (word <= until && IsStreet(token, lists)) return true;
        }

        return false;
    }

    private static bool IsStreet(ReadOnlySpan<char> word, ContentLists lists)
    {
        if (char.IsDigit(word[0])) return false;
        if (lists.StreetWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) return true;
        foreach (var ending in lists.StreetEndings)
            if (word.Length > ending.Length + 1 && word.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
