namespace Standfast.Policy.Content.Rules;

/// <summary>Whether a text holds a postal address: a word for a street near a number. Errs towards yes.</summary>
internal static class PostalAddress
{
    /// <summary>Words between the street and its number; ours: "Musterstraße 12", "12 rue de la Paix", "P.O. Box 12".</summary>
    private const int Near = 6;

    public static bool IsIn(ReadOnlySpan<char> text, ContentLists lists)
    {
        if (lists.AddressMarks.IsIn(text)) return true;
        var (word, street, number) = (0, -100, -1_000);
        for (var at = 0; at < text.Length; word++)
        {
            while (at < text.Length && !char.IsLetterOrDigit(text[at])) at++;
            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '.')) at++;
            if (at == start) break;
            var token = text[start..at].TrimEnd('.');
            // Chinese and Japanese write both as one word.
            if (token.IndexOfAnyInRange('0', '9') >= 0) number = word;
            if (!char.IsDigit(token[0]) && IsStreet(token, lists)) street = word;
            if (Math.Abs(street - number) <= Near) return true;
        }

        return false;
    }

    private static bool IsStreet(ReadOnlySpan<char> word, ContentLists lists)
    {
        if (lists.StreetWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) return true;
        foreach (var ending in lists.StreetEndings)
            if (word.Length > ending.Length + 1 && word.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
