namespace Standfast.Recovery.Playbooks;

/// <summary>Words in what a counterparty said.</summary>
internal static class SpokenWord
{
    /// <summary>As a word of its own, in any case: "SBL" is in "SBL123" and not in "PSBL", "127.0.0.1" not in "127.0.0.10".</summary>
    public static bool IsIn(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsJoined(text[at - 1], word[0])) && (end == text.Length || !IsJoined(word[^1], text[end]))) return true;
        }

        return false;
    }

    private static bool IsJoined(char before, char after) => (char.IsLetter(before) && char.IsLetter(after)) || (char.IsDigit(before) && char.IsDigit(after));
}
