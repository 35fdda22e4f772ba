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

    // FNV-1a, 32 bits.
    internal const uint Prime = 16777619;
    internal const uint Offset = 2166136261;

    public static void Read(SpamSubject subject, FeatureSet features)
    {
        features.Clear();
        WordReader.Read(WithoutTags(subject.View.Subject), FeatureKind.Subject, features);
        WordReader.Read(subject.View.VisibleText, FeatureKind.Body, features);
        WordReader.Read(subject.View.Text, FeatureKind.Body, features);
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
        var hash = Offset ^ (uint)FeatureKind.Shape;
        foreach (var character in name) hash = (hash ^ character) * Prime;
        hash = Mix(hash);
        if (features.Add(hash)) features.Named?.Invoke(hash, name);
    }

    private static bool IsAnswerMark(ReadOnlySpan<char> mark) =>
        mark.Equals("re", StringComparison.OrdinalIgnoreCase) || mark.Equals("fw", StringComparison.OrdinalIgnoreCase) || mark.Equals("fwd", StringComparison.OrdinalIgnoreCase)
        || mark.Equals("aw", StringComparison.OrdinalIgnoreCase) || mark.Equals("wg", StringComparison.OrdinalIgnoreCase) || mark.Equals("sv", StringComparison.OrdinalIgnoreCase);

    internal static uint Hash(ReadOnlySpan<char> word)
    {
        var hash = Offset;
        foreach (var character in word) hash = (hash ^ (character < 0x80 ? (uint)(character | (character is >= 'A' and <= 'Z' ? 0x20 : 0)) : char.ToLowerInvariant(character))) * Prime;
        return hash;
    }

    /// <summary>The last step of MurmurHash3: the low bits, which choose the bucket, depend on all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Mix(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >> 13;
        hash *= 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
