using System.Runtime.CompilerServices;

namespace Standfast.Policy.Spam;

/// <summary>
/// Turns a message into features: words and pairs of words of subject and text, and its shape. What tells a corpus rather than spam is left
/// out: Date, Received, X- fields, numbers, addresses, tags such as [list] in the subject.
/// </summary>
public static class FeatureReader
{
    /// <summary>Changes whenever a message would give other features: a model and feedback of another version do not fit.</summary>
    public const int Version = 1;

    /// <summary>Characters of each text that are looked at; ours. What a letter wants it says near its beginning.</summary>
    public const int MaxScanned = 32_768;

    private const int MaxWord = 24;

    // FNV-1a, 32 bits; each kind of feature begins at its own offset.
    private const uint Prime = 16777619;
    private const uint Offset = 2166136261;

    public static void Read(SpamSubject subject, FeatureSet features)
    {
        features.Clear();
        ReadText(WithoutTags(subject.View.Subject), Kind.Subject, features);
        ReadText(subject.View.VisibleText, Kind.Body, features);
        ReadText(subject.View.Text, Kind.Body, features);
        MessageShape.Read(subject, features);
    }

    /// <summary>The subject without [tags] and answers' marks in front.</summary>
    public static ReadOnlySpan<char> WithoutTags(ReadOnlySpan<char> subject)
    {
        while (true)
        {
            subject = subject.TrimStart();
            if (subject.Length > 0 && subject[0] == '[' && subject.IndexOf(']') is > 0 and < 40 and var end) subject = subject[(end + 1)..];
            else if (subject.Length > 3 && subject.IndexOf(':') is > 0 and <= 4 and var colon && IsAnswerMark(subject[..colon])) subject = subject[(colon + 1)..];
            else return subject;
        }
    }

    /// <summary>A feature that has a name instead of a word.</summary>
    internal static void AddNamed(string name, FeatureSet features)
    {
        var hash = Offset ^ (uint)Kind.Shape;
        foreach (var character in name) hash = (hash ^ character) * Prime;
        hash = Mix(hash);
        if (features.Add(hash)) features.Named?.Invoke(hash, name);
    }

    private static bool IsAnswerMark(ReadOnlySpan<char> mark) =>
        mark.Equals("re", StringComparison.OrdinalIgnoreCase) || mark.Equals("fw", StringComparison.OrdinalIgnoreCase) || mark.Equals("fwd", StringComparison.OrdinalIgnoreCase)
        || mark.Equals("aw", StringComparison.OrdinalIgnoreCase) || mark.Equals("wg", StringComparison.OrdinalIgnoreCase) || mark.Equals("sv", StringComparison.OrdinalIgnoreCase);

    private static void ReadText(ReadOnlySpan<char> text, Kind kind, FeatureSet features)
    {
        if (text.Length > MaxScanned) text = text[..MaxScanned];
        var previous = 0u;
        var last = features.Named is null ? null : "";
        for (var start = 0; start < text.Length && features.Count < FeatureSet.MaxFeatures;)
        {
            // Character by character: chunks are a few long, too short for a vectorised search to pay.
            var (end, hasMark) = (start, false);
            for (; end < text.Length && !IsSpace(text[end]); end++) hasMark |= text[end] is '@' or ':';
            var chunk = text[start..end];
            start = end + 1;
            if (chunk.IsEmpty) continue;
            if ((hasMark && chunk.Contains("://", StringComparison.Ordinal)) || ((chunk[0] | 0x20) == 'w' && chunk.StartsWith("www.", StringComparison.OrdinalIgnoreCase))) Add(Hash("_url"), "_url", kind, ref previous, ref last, features);
            else if (hasMark && chunk.Contains('@')) Add(Hash("_address"), "_address", kind, ref previous, ref last, features);
            else ReadChunk(chunk, kind, ref previous, ref last, features);
        }
    }

    private static void ReadChunk(ReadOnlySpan<char> chunk, Kind kind, ref uint previous, ref string? last, FeatureSet features)
    {
        for (var index = 0; index < chunk.Length;)
        {
            var character = chunk[index];
            var start = index;
            if (IsEastAsian(character))
            {
                index++;
            }
            else if (IsLetter(character))
            {
                while (index < chunk.Length && IsOfWord(chunk[index])) index++;
                if (index - start > MaxWord)
                {
                    Add(Hash("_long"), "_long", kind, ref previous, ref last, features);
                    continue;
                }
            }
            else if (char.IsAsciiDigit(character))
            {
                // Amounts, years and numbers would name the corpus; only how long they are is kept.
                while (index < chunk.Length && (char.IsAsciiDigit(chunk[index]) || chunk[index] is '.' or ',')) index++;
                var name = (index - start) switch { 1 => "_1", 2 => "_2", 3 => "_3", <= 6 => "_6", _ => "_9" };
                Add(Hash(name), name, kind, ref previous, ref last, features);
                continue;
            }
            else
            {
                index++;
                if (character is not ('$' or '€' or '£' or '%' or '!')) continue;
            }

            var word = chunk[start..index];
            Add(Hash(word), features.Named is null ? "" : word.ToString().ToLowerInvariant(), kind, ref previous, ref last, features);
        }
    }

    private static void Add(uint word, string name, Kind kind, ref uint previous, ref string? last, FeatureSet features)
    {
        var one = Mix(word ^ (uint)kind);
        if (features.Add(one)) features.Named?.Invoke(one, kind == Kind.Subject ? $"subject: {name}" : name);
        if (previous != 0)
        {
            var pair = Mix((previous * Prime) ^ word ^ (uint)Kind.Pair);
            if (features.Add(pair)) features.Named?.Invoke(pair, $"{last} {name}");
        }

        previous = word;
        if (last is not null) last = name;
    }

    private static uint Hash(ReadOnlySpan<char> word)
    {
        var hash = Offset;
        foreach (var character in word) hash = (hash ^ (character < 0x80 ? (uint)(character | (character is >= 'A' and <= 'Z' ? 0x20 : 0)) : char.ToLowerInvariant(character))) * Prime;
        return hash;
    }

    /// <summary>The last step of MurmurHash3: the low bits, which choose the bucket, depend on all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >> 13;
        hash *= 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSpace(char character) => character <= ' ' ? character is ' ' or (>= '\t' and <= '\r') : character >= '\u00A0' && character is '\u00A0' or '\u2028' or '\u2029';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOfWord(char character) =>
        character < 0x80 ? char.IsAsciiLetter(character) || character == '\'' : (IsLetter(character) || character == '’') && !IsEastAsian(character);

    private static bool IsLetter(char character) => character < 0x80 ? char.IsAsciiLetter(character) : char.IsLetter(character) || char.IsSurrogate(character);

    private static bool IsEastAsian(char character) => character is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF');

    private enum Kind : uint
    {
        Body = 0,
        Subject = 0x9E3779B9,
        Pair = 0x7F4A7C15,
        Shape = 0x5BD1E995,
    }
}
