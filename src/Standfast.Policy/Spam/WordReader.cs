using System.Runtime.CompilerServices;
using Standfast.Policy.Content.Scripts;

namespace Standfast.Policy.Spam;

/// <summary>Turns one text into features: its words, and pairs of them. Where blanks and words are is found 64 characters at a time.</summary>
internal ref struct WordReader
{
    private const int MaxWord = 24;

    private static readonly uint s_url = FeatureReader.Hash("_url");
    private static readonly uint s_address = FeatureReader.Hash("_address");
    private static readonly uint s_long = FeatureReader.Hash("_long");

    // Amounts, years and numbers would name the corpus; only how long they are is kept.
    private static readonly string[] s_numbers = ["_1", "_2", "_3", "_6", "_9"];
    private static readonly uint[] s_numberHashes = [.. s_numbers.Select(name => FeatureReader.Hash(name))];

    private readonly ReadOnlySpan<char> _text;
    private readonly FeatureKind _kind;
    private readonly FeatureSet _features;
    private readonly Span<ulong> _spaces;
    private readonly Span<ulong> _ofWord;
    private readonly Span<ulong> _marks;
    private uint _previous;
    private string? _last;

    private WordReader(ReadOnlySpan<char> text, FeatureKind kind, FeatureSet features, Span<ulong> spaces, Span<ulong> ofWord, Span<ulong> marks)
    {
        (_kind, _features) = (kind, features);
        _last = features.Named is null ? null : "";
        _text = text;
        _spaces = spaces;
        _ofWord = ofWord;
        _marks = marks;
    }

    public static void Read(ReadOnlySpan<char> text, FeatureKind kind, FeatureSet features)
    {
        if (text.Length > FeatureReader.MaxScanned) text = text[..FeatureReader.MaxScanned];
        var count = CharacterBits.CountFor(text.Length);
        // At most 4 KB each.
        var reader = new WordReader(text, kind, features, stackalloc ulong[count], stackalloc ulong[count], stackalloc ulong[count]);
        for (var index = 0; index < count; index++) reader.Classify(index);
        reader.ReadChunks();
    }

    private readonly void Classify(int index)
    {
        var text = _text[(index * AsciiBlock.Length)..];
        if (AsciiBlock.TryRead(text, out var block))
        {
            (_spaces[index], _ofWord[index], _marks[index]) = (block.Of(' ') | block.In('\t', '\r'), block.Letters | block.Of('\''), block.Of('@') | block.Of(':'));
            return;
        }

        for (var at = 0; at < Math.Min(text.Length, AsciiBlock.Length); at++)
        {
            var bit = 1UL << at;
            if (IsSpace(text[at])) _spaces[index] |= bit;
            else if (IsOfWord(text[at])) _ofWord[index] |= bit;
            else if (text[at] is '@' or ':') _marks[index] |= bit;
        }
    }

    private void ReadChunks()
    {
        var mark = CharacterBits.NextSet(_marks, 0);
        for (var start = 0; start < _text.Length && _features.Count < FeatureSet.MaxFeatures;)
        {
            var end = Math.Min(CharacterBits.NextSet(_spaces, start), _text.Length);
            if (end > start)
            {
                if (mark < start) mark = CharacterBits.NextSet(_marks, start);
                var chunk = _text[start..end];
                var hasMark = mark < end;
                if ((hasMark && chunk.Contains("://", StringComparison.Ordinal)) || ((chunk[0] | 0x20) == 'w' && chunk.StartsWith("www.", StringComparison.OrdinalIgnoreCase))) Add(s_url, "_url");
                else if (hasMark && chunk.Contains('@')) Add(s_address, "_address");
                else ReadChunk(start, end);
            }

            start = end + 1;
        }
    }

    private void ReadChunk(int start, int end)
    {
        while (start < end)
        {
            var character = _text[start];
            var next = start + 1;
            if (IsLetter(character) && !IsEastAsian(character))
            {
                next = Math.Min(CharacterBits.NextClear(_ofWord, next), end);
                if (next - start > MaxWord) Add(s_long, "_long");
                else AddWord(_text[start..next]);
            }
            else if (char.IsAsciiDigit(character))
            {
                while (next < end && (char.IsAsciiDigit(_text[next]) || _text[next] is '.' or ',')) next++;
                var number = (next - start) switch { <= 3 and var length => length - 1, <= 6 => 3, _ => 4 };
                Add(s_numberHashes[number], s_numbers[number]);
            }
            else if (character is '$' or '€' or '£' or '%' or '!' || IsEastAsian(character))
            {
                AddWord(_text[start..next]);
            }

            start = next;
        }
    }

    private void AddWord(ReadOnlySpan<char> word)
    {
        var hash = FeatureReader.Offset;
        // Of the ASCII characters that come here, letters alone change by that bit.
        foreach (var character in word) hash = (hash ^ (character < 0x80 ? character | 0x20u : char.ToLowerInvariant(character))) * FeatureReader.Prime;
        Add(hash, _last is null ? "" : word.ToString().ToLowerInvariant());
    }

    private void Add(uint word, string name)
    {
        var one = FeatureReader.Mix(word ^ (uint)_kind);
        if (_features.Add(one)) _features.Named?.Invoke(one, _kind == FeatureKind.Subject ? $"subject: {name}" : name);
        if (_previous != 0)
        {
            var pair = FeatureReader.Mix((_previous * FeatureReader.Prime) ^ word ^ (uint)FeatureKind.Pair);
            if (_features.Add(pair)) _features.Named?.Invoke(pair, $"{_last} {name}");
        }

        _previous = word;
        if (_last is not null) _last = name;
    }

    private static bool IsSpace(char character) => character is ' ' or (>= '\t' and <= '\r') or '\u00A0' or '\u2028' or '\u2029';

    private static bool IsOfWord(char character) => character is '\'' or '’' || (IsLetter(character) && !IsEastAsian(character));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLetter(char character) => character < 0x80 ? char.IsAsciiLetter(character) : char.IsLetter(character) || char.IsSurrogate(character);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsEastAsian(char character) => character is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF');
}
