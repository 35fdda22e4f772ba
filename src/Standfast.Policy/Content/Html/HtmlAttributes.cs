using System.Buffers;

namespace Standfast.Policy.Content.Html;

/// <summary>The attributes of one start tag that say how its text is shown and where it leads; of two with one name the first counts.</summary>
internal readonly ref struct HtmlAttributes
{
    /// <summary>Ours; further ones are not looked at.</summary>
    private const int MaxAttributes = 100;

    private static readonly SearchValues<char> s_nameEnds = SearchValues.Create(" \t\r\n\f/=");

    /// <param name="text">Between the name of the element and its closing bracket.</param>
    public HtmlAttributes(ReadOnlySpan<char> text)
    {
        var rest = text;
        for (var count = 0; count < MaxAttributes && TryNext(ref rest, out var name, out var value); count++)
        {
            switch (name.Length)
            {
                case 3 when Is(name, "src"):
                    if (Source.IsEmpty) Source = value;
                    break;
                case 4 when Is(name, "href"):
                    if (!HasHref) Href = value;
                    HasHref = true;
                    break;
                case 4 when Is(name, "type"):
                    if (Type.IsEmpty) Type = value;
                    break;
                case 4 when Is(name, "data"):
                    if (Source.IsEmpty) Source = value;
                    break;
                case 5 when Is(name, "style"):
                    if (Style.IsEmpty) Style = value;
                    break;
                case 5 when Is(name, "class"):
                    HasClass = true;
                    break;
                case 5 when Is(name, "color"):
                    if (Colour.IsEmpty) Colour = value;
                    break;
                case 5 when Is(name, "width"):
                    if (Width.IsEmpty) Width = value;
                    break;
                case 6 when Is(name, "height"):
                    if (Height.IsEmpty) Height = value;
                    break;
                case 6 when Is(name, "action"):
                    if (Action.IsEmpty) Action = value;
                    break;
                case 6 when Is(name, "hidden"):
                    IsHidden = true;
                    break;
                case 7 when Is(name, "bgcolor"):
                    if (BackgroundColour.IsEmpty) BackgroundColour = value;
                    break;
                case 10 when Is(name, "background"):
                    HasBackground = true;
                    break;
                case 10 when Is(name, "http-equiv"):
                    if (Equivalent.IsEmpty) Equivalent = value;
                    break;
                case > 4 when name.StartsWith("on", StringComparison.OrdinalIgnoreCase) && value.Length > 0:
                    HasHandler = true;
                    break;
            }
        }
    }

    public ReadOnlySpan<char> Style { get; }

    /// <summary>A style sheet may say more of it.</summary>
    public bool HasClass { get; }

    public bool IsHidden { get; }

    public ReadOnlySpan<char> Colour { get; }

    public ReadOnlySpan<char> BackgroundColour { get; }

    /// <summary>A picture for a background.</summary>
    public bool HasBackground { get; }

    public bool HasHref { get; }

    public ReadOnlySpan<char> Href { get; }

    /// <summary>src, or data of an object.</summary>
    public ReadOnlySpan<char> Source { get; }

    public ReadOnlySpan<char> Width { get; }

    public ReadOnlySpan<char> Height { get; }

    public ReadOnlySpan<char> Action { get; }

    public ReadOnlySpan<char> Type { get; }

    /// <summary>http-equiv.</summary>
    public ReadOnlySpan<char> Equivalent { get; }

    /// <summary>An attribute that runs a script, such as onclick.</summary>
    public bool HasHandler { get; }

    private static bool Is(ReadOnlySpan<char> name, ReadOnlySpan<char> wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> SkipSpace(ReadOnlySpan<char> text, bool orSlash = false)
    {
        var at = 0;
        while (at < text.Length && (text[at] is ' ' or '\t' or '\r' or '\n' or '\f' || (orSlash && text[at] == '/'))) at++;
        return text[at..];
    }

    private static bool TryNext(scoped ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = value = [];
        rest = SkipSpace(rest, orSlash: true);
        if (rest.IsEmpty) return false;
        var end = rest[1..].IndexOfAny(s_nameEnds) is var found and >= 0 ? found + 1 : rest.Length;
        name = rest[..end];
        rest = SkipSpace(rest[end..]);
        if (rest.IsEmpty || rest[0] != '=') return true;
        rest = SkipSpace(rest[1..]);
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
