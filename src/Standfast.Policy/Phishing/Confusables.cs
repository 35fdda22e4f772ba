using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Standfast.Policy.Phishing;

/// <summary>
/// Which characters look alike, reduced to what a reader takes them for. The idea of the skeleton is that of Unicode Technical
/// Standard 39 §4; the table holds the letters that matter in names of hosts and senders.
/// </summary>
public sealed class Confusables
{
    private readonly FrozenDictionary<int, string> _prototypes;

    /// <param name="letters">The ASCII text that characters are taken for, and those characters.</param>
    public Confusables(IEnumerable<(string LooksLike, string Characters)> letters) =>
        _prototypes = letters.SelectMany(letter => letter.Characters.EnumerateRunes().Select(rune => (rune.Value, letter.LooksLike))).DistinctBy(pair => pair.Value).ToFrozenDictionary(pair => pair.Value, pair => pair.LooksLike);

    /// <summary>What a reader sees, in lower-case ASCII as far as it goes. Two texts with one skeleton look alike.</summary>
    public string Skeleton(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii) seen.Append(char.ToLowerInvariant((char)rune.Value));
            else if (_prototypes.TryGetValue(rune.Value, out var prototype)) seen.Append(prototype);
            else if (Plain(rune.Value) is { } letter) seen.Append(letter);
            else if (!IsInvisible(rune)) seen.Append(rune.ToString());
        }

        return seen.ToString();
    }

    /// <summary>The skeleton with what digits and pairs of letters are taken for in small print: paypa1, rnicrosoft, arnazon.</summary>
    public string Glance(string text) => Skeleton(text)
        .Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal).Replace('0', 'o').Replace('1', 'l').Replace('3', 'e').Replace('5', 's').Replace('i', 'l');

    /// <summary>Letters of more than one script in one word, but for those that are written together in Japanese and Korean (UTS 39 §5.1).</summary>
    public static bool MixesScripts(string label)
    {
        var scripts = Scripts.None;
        foreach (var rune in label.EnumerateRunes())
            if (Rune.IsLetter(rune))
                scripts |= ScriptOf(rune.Value);
        scripts &= ~Scripts.Other;
        return scripts is not (Scripts.None or Scripts.Latin or Scripts.Greek or Scripts.Cyrillic or Scripts.Armenian or Scripts.EastAsian or (Scripts.Latin | Scripts.EastAsian));
    }

    /// <summary>Mathematical and full-width letters, whose blocks repeat the alphabet.</summary>
    private static char? Plain(int value) => value switch
    {
        >= 0x1D400 and <= 0x1D6A3 => (char)('a' + ((value - 0x1D400) % 26)),
        >= 0x1D7CE and <= 0x1D7FF => (char)('0' + ((value - 0x1D7CE) % 10)),
        >= 0xFF21 and <= 0xFF3A => (char)('a' + value - 0xFF21),
        >= 0xFF41 and <= 0xFF5A => (char)('a' + value - 0xFF41),
        >= 0xFF10 and <= 0xFF19 => (char)('0' + value - 0xFF10),
        >= 0x24B6 and <= 0x24CF => (char)('a' + value - 0x24B6),
        >= 0x24D0 and <= 0x24E9 => (char)('a' + value - 0x24D0),
        0x3002 or 0xFF0E or 0xFF61 or 0x2024 => '.',
        _ => null,
    };

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control;

    private static Scripts ScriptOf(int value) => value switch
    {
        < 0x80 or (>= 0xC0 and <= 0x24F) or (>= 0x250 and <= 0x2AF) or (>= 0x1E00 and <= 0x1EFF) => Scripts.Latin,
        (>= 0x370 and <= 0x3FF) or (>= 0x1F00 and <= 0x1FFF) => Scripts.Greek,
        >= 0x400 and <= 0x52F => Scripts.Cyrillic,
        >= 0x530 and <= 0x58F => Scripts.Armenian,
        (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0x1100 and <= 0x11FF) => Scripts.EastAsian,
        _ => Scripts.Other,
    };

    [Flags]
    private enum Scripts
    {
        None = 0,
        Latin = 1,
        Greek = 2,
        Cyrillic = 4,
        Armenian = 8,
        EastAsian = 16,
        Other = 32,
    }
}
