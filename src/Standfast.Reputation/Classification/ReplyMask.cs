using System.Buffers;
using System.Text;

namespace Standfast.Reputation.Classification;

/// <summary>Makes replies of one kind the same text: addresses, numbers and ids give way to signs; the codes at the start stay.</summary>
public static class ReplyMask
{
    private const int MaxLength = 500;

    private static readonly SearchValues<char> s_code = SearchValues.Create("0123456789.");

    public static string Of(string reply)
    {
        var text = ReplyText.Normalize(reply);
        if (text.Length > MaxLength) text = text[..MaxLength];
        var masked = new StringBuilder(text.Length);
        var isCode = true;
        foreach (var word in text.Split(' '))
        {
            if (masked.Length > 0) masked.Append(' ');
            // "550 5.1.1": the words at the start that are codes.
            isCode = isCode && word.Length is >= 3 and <= 9 && !word.AsSpan().ContainsAnyExcept(s_code);
            masked.Append(isCode ? word : Word(word));
        }

        return masked.ToString();
    }

    private static string Word(string word)
    {
        if (word.Contains('@', StringComparison.Ordinal)) return "@";
        var (digits, letters) = (0, 0);
        foreach (var letter in word)
        {
            if (char.IsAsciiDigit(letter)) digits++;
            else if (char.IsLetter(letter)) letters++;
        }

        if (digits == 0) return word;
        // An id: letters and digits mixed, and many of them.
        if (letters > 0 && digits >= 2 && word.Length >= 8) return "#";
        var masked = new StringBuilder(word.Length);
        foreach (var letter in word)
            if (!char.IsAsciiDigit(letter)) masked.Append(letter);
            else if (masked.Length == 0 || masked[^1] != '0') masked.Append('0');
        return masked.ToString();
    }
}
