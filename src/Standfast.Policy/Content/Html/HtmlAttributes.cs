using System.Buffers;

namespace Standfast.Policy.Content.Html;

/// <summary>The attributes of one start tag, read when they are asked for.</summary>
internal readonly ref struct HtmlAttributes(ReadOnlySpan<char> text)
{
    /// <summary>Ours; further ones are not looked at.</summary>
    private const int MaxAttributes = 100;

    private static readonly SearchValues<char> s_nameEnds = SearchValues.Create(" \t\r\n\f/=");

    private readonly ReadOnlySpan<char> _text = text;

    public bool IsEmpty => _text.IsEmpty;

    /// <summary>Value of the first of that name, still encoded. True where it is there, be it without a value.</summary>
    public bool TryFind(ReadOnlySpan<char> wanted, out ReadOnlySpan<char> value)
    {
        value = [];
        var rest = _text;
        for (var count = 0; count < MaxAttributes && TryNext(ref rest, out var name, out value); count++)
            if (name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                return true;
        value = [];
        return false;
    }

    /// <summary>An attribute whose name begins with on, such as onclick.</summary>
    public bool HasHandler()
    {
        if (!_text.Contains("on", StringComparison.OrdinalIgnoreCase)) return false;
        var rest = _text;
        for (var count = 0; count < MaxAttributes && TryNext(ref rest, out var name, out var value); count++)
            if (name.Length > 4 && name.StartsWith("on", StringComparison.OrdinalIgnoreCase) && value.Length > 0)
                return true;
        return false;
    }

    private static bool TryNext(scoped ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = value = [];
        rest = rest.TrimStart(" \t\r\n\f/");
        if (rest.IsEmpty) return false;
        var end = rest[1..].IndexOfAny(s_nameEnds) is var found and >= 0 ? found + 1 : rest.Length;
        name = rest[..end];
        rest = rest[end..].TrimStart(" \t\r\n\f");
        if (rest.IsEmpty || rest[0] != '=') return true;
        rest = rest[1..].TrimStart(" \t\r\n\f");
        if (rest.IsEmpty) return true;
        if (rest[0] is '"' or '\'')
        {
            var close = rest[1..].IndexOf(rest[0]);
            value = close < 0 ? rest[1..] : rest.Slice(1, close);
            rest = close < 0 ? [] : rest[(close + 2)..];
            return true;
        }

        var stop = rest.IndexOfAny(" \t\r\n\f");
        value = stop < 0 ? rest : rest[..stop];
        rest = stop < 0 ? [] : rest[stop..];
        return true;
    }
}
