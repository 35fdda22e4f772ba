using System.Buffers;

namespace Standfast.Policy.Content.Html;

/// <summary>How the text of an element is shown, as far as its attributes say.</summary>
/// <param name="Colour">0xRRGGBB or <see cref="HtmlColour.Unknown"/>.</param>
internal readonly record struct HtmlStyle(bool IsHidden, int Colour, int Background)
{
    /// <summary>Black on white.</summary>
    public static HtmlStyle Initial => new(false, 0, 0xFFFFFF);

    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789.");

    public bool HidesText => IsHidden || HtmlColour.IsIllegible(Colour, Background);

    /// <param name="css">A style attribute.</param>
    public HtmlStyle With(ReadOnlySpan<char> css)
    {
        var style = this;
        var (clips, isFlat) = (false, false);
        while (css.Length > 0)
        {
            var end = css.IndexOf(';');
            var declaration = end < 0 ? css : css[..end];
            css = end < 0 ? [] : css[(end + 1)..];
            var colon = declaration.IndexOf(':');
            if (colon <= 0) continue;
            var name = declaration[..colon].Trim();
            var value = declaration[(colon + 1)..].Trim();
            switch (name.Length)
            {
                case 5 when name.Equals("color", StringComparison.OrdinalIgnoreCase):
                    style = style with { Colour = HtmlColour.Read(value) };
                    break;
                case 7 when name.Equals("display", StringComparison.OrdinalIgnoreCase):
                    style = style with { IsHidden = style.IsHidden || value.StartsWith("none", StringComparison.OrdinalIgnoreCase) };
                    break;
                case 7 when name.Equals("opacity", StringComparison.OrdinalIgnoreCase):
                case 9 when name.Equals("font-size", StringComparison.OrdinalIgnoreCase):
                    style = style with { IsHidden = style.IsHidden || IsNothing(value) };
                    break;
                case 10 when name.Equals("visibility", StringComparison.OrdinalIgnoreCase):
                    style = style with { IsHidden = style.IsHidden || value.StartsWith("hidden", StringComparison.OrdinalIgnoreCase) };
                    break;
                case 10 when name.Equals("background", StringComparison.OrdinalIgnoreCase):
                case 16 when name.Equals("background-color", StringComparison.OrdinalIgnoreCase):
                    style = style.WithBackground(value);
                    break;
                case 16 when name.Equals("background-image", StringComparison.OrdinalIgnoreCase):
                    style = style with { Background = HtmlColour.Unknown };
                    break;
                case 8 when name.Equals("mso-hide", StringComparison.OrdinalIgnoreCase):
                    break; // Only one program obeys it; the text is shown to all others.
                case 8 when name.Equals("overflow", StringComparison.OrdinalIgnoreCase):
                    clips = value.StartsWith("hidden", StringComparison.OrdinalIgnoreCase);
                    break;
                case 6 when name.Equals("height", StringComparison.OrdinalIgnoreCase):
                case 10 when name.Equals("max-height", StringComparison.OrdinalIgnoreCase):
                    isFlat |= IsNothing(value);
                    break;
            }
        }

        return clips && isFlat ? style with { IsHidden = true } : style;
    }

    public HtmlStyle WithBackground(ReadOnlySpan<char> value)
    {
        if (value.StartsWith("transparent", StringComparison.OrdinalIgnoreCase) || value.StartsWith("none", StringComparison.OrdinalIgnoreCase) || value.StartsWith("inherit", StringComparison.OrdinalIgnoreCase)) return this;
        return this with { Background = value.Contains("url", StringComparison.OrdinalIgnoreCase) || value.Contains("gradient", StringComparison.OrdinalIgnoreCase) ? HtmlColour.Unknown : HtmlColour.Read(value) };
    }

    /// <summary>0, 0px, 0.0em and the like; one pixel too, in which nobody reads.</summary>
    private static bool IsNothing(ReadOnlySpan<char> value)
    {
        var end = value.IndexOfAnyExcept(s_number);
        var number = end < 0 ? value : value[..end];
        var unit = end < 0 ? [] : value[end..];
        if (number.Length == 0) return false;
        return number.IndexOfAnyExcept('0', '.') < 0 || (number is "1" && unit.StartsWith("px", StringComparison.OrdinalIgnoreCase));
    }
}
