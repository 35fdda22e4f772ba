using System.Collections.Frozen;
using System.Text;

namespace Standfast.Policy.Content.Scripts;

/// <summary>
/// Letters of other scripts that readers take for Latin ones, and whether a word mixes scripts as no language does (UTS #39 §5.2,
/// level Highly Restrictive). May be called concurrently.
/// </summary>
public static class LookAlikes
{
    // Ours, by what the letters of the common fonts look like; UTS #39's confusables.txt goes further.
    private const string Alike =
        "аaвbеeёeкkмmнhоoрpсcтtуyхxіiїiјjѕsԁdԛqԝwһhӏlгrпnьbЬbАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԀDԚQԜWҺHӀlΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνvαaιiκkρpτtυuχxγyεeηnωwѡwσoօoսuցgզqհhոnԼLՕOՏSＩlⅼlⅰiꮃwꓲlᏢPᎪAᎬEᏟCᎻHᎷMᎢTꭺA";

    private static readonly FrozenDictionary<char, char> s_latin = Pairs();

    /// <summary>True where every script of the word fits together: one script, or Latin with those of Chinese, Japanese or Korean.</summary>
    public static bool IsHighlyRestrictive(string word) => IsAllowed(ScriptsOf(word));

    /// <summary>All scripts of a text, Common left out.</summary>
    public static WritingScript ScriptsOf(ReadOnlySpan<char> text)
    {
        if (System.Text.Ascii.IsValid(text)) return text.ContainsAnyInRange('a', 'z') || text.ContainsAnyInRange('A', 'Z') ? WritingScript.Latin : WritingScript.Common;
        var scripts = WritingScript.Common;
        foreach (var rune in text.EnumerateRunes()) scripts |= ScriptTable.Find(rune.Value);
        return scripts;
    }

    /// <summary>Whether letters of another script stand in one word with Latin ones and look like them, as in pаypal with a Cyrillic a.</summary>
    public static bool HasMixedWord(string text, out string word)
    {
        word = "";
        if (System.Text.Ascii.IsValid(text)) return false;
        for (var start = 0; start < text.Length;)
        {
            while (start < text.Length && !IsOfWord(text[start])) start++;
            var end = start;
            while (end < text.Length && IsOfWord(text[end])) end++;
            if (IsMixed(text.AsSpan(start, end - start)))
            {
                word = text[start..end];
                return true;
            }

            start = end;
        }

        return false;
    }

    /// <summary>All letters are of one other script, and all of them look like Latin ones: the whole reads as a Latin word (UTS #39 §4).</summary>
    public static bool IsWholeScriptConfusable(string label)
    {
        var scripts = ScriptsOf(label);
        if (scripts is not (WritingScript.Cyrillic or WritingScript.Greek or WritingScript.Armenian or WritingScript.Cherokee)) return false;
        foreach (var character in label)
            if (character > 127 && !s_latin.ContainsKey(character))
                return false;
        return true;
    }

    /// <summary>The text with look-alikes as the Latin letters that they are taken for, in lower case.</summary>
    public static string Skeleton(string text)
    {
        var skeleton = new StringBuilder(text.Length);
        foreach (var character in text) skeleton.Append(s_latin.TryGetValue(character, out var latin) ? latin : character);
        return skeleton.ToString().ToLowerInvariant();
    }

    private static bool IsMixed(ReadOnlySpan<char> word)
    {
        var (latin, alike, other) = (0, 0, 0);
        foreach (var character in word)
        {
            if (ScriptTable.Find(character) is WritingScript.Latin) latin++;
            else if (ScriptTable.Find(character) is WritingScript.Common) continue;
            else if (s_latin.ContainsKey(character)) alike++;
            else other++;
        }

        return latin > 0 && alike > 0 && other == 0;
    }

    private static bool IsOfWord(char character) => char.IsLetter(character) || char.IsHighSurrogate(character) || char.IsLowSurrogate(character);

    private static bool IsAllowed(WritingScript scripts)
    {
        const WritingScript Japanese = WritingScript.Latin | WritingScript.Han | WritingScript.Hiragana | WritingScript.Katakana;
        const WritingScript Chinese = WritingScript.Latin | WritingScript.Han | WritingScript.Bopomofo;
        const WritingScript Korean = WritingScript.Latin | WritingScript.Han | WritingScript.Hangul;
        return int.PopCount((int)scripts) <= 1 || (scripts & ~Japanese) == 0 || (scripts & ~Chinese) == 0 || (scripts & ~Korean) == 0;
    }

    private static FrozenDictionary<char, char> Pairs()
    {
        var pairs = new Dictionary<char, char>();
        for (var index = 0; index + 1 < Alike.Length; index += 2) pairs[Alike[index]] = Alike[index + 1];
        return pairs.ToFrozenDictionary();
    }
}
