namespace Standfast.Policy.Content.Html;

internal sealed partial class HtmlReader
{
    /// <summary>Width or height in pixels up to which an image is no picture but a counter or a spacer; ours.</summary>
    private const int TinyPixels = 3;

    private HtmlStyle StyleOf(HtmlTag tag, in HtmlAttributes attributes)
    {
        var style = _style;
        if (tag is HtmlTag.Block or HtmlTag.Cell or HtmlTag.Row or HtmlTag.Body or HtmlTag.Font or HtmlTag.Paragraph)
        {
            if (!attributes.BackgroundColour.IsEmpty) style = style.WithBackground(attributes.BackgroundColour);
            if (attributes.HasBackground) style = style with { Background = HtmlColour.Unknown };
            if (tag == HtmlTag.Font && !attributes.Colour.IsEmpty) style = style with { Colour = HtmlColour.Read(attributes.Colour) };
        }

        // A style sheet may give any class a background of its own.
        if (attributes.HasClass) style = style with { Background = HtmlColour.Unknown };
        if (!attributes.Style.IsEmpty) style = Styled(style, attributes.Style);
        return attributes.IsHidden ? style with { IsHidden = true } : style;
    }

    /// <summary>The rows of a table say the same again and again.</summary>
    private HtmlStyle Styled(HtmlStyle style, ReadOnlySpan<char> css)
    {
        if (style == _styledBefore && css.SequenceEqual(_html.AsSpan(_cssAt, _cssLength))) return _styledAfter;
        var styled = style.With(css.Contains('&') ? HtmlEntities.Decode(css) : css);
        // Attributes are parts of the text itself.
        if (_html.AsSpan().Overlaps(css, out var offset)) (_cssAt, _cssLength, _styledBefore, _styledAfter) = (offset, css.Length, style, styled);
        return styled;
    }

    private void Note(HtmlTag tag, in HtmlAttributes attributes, HtmlStyle style)
    {
        switch (tag)
        {
            case HtmlTag.Anchor:
                EndLink();
                if (!attributes.HasHref) break;
                _href = HtmlEntities.Decode(attributes.Href).Trim();
                _linkStart = _visible.Length;
                break;
            case HtmlTag.Area when attributes.HasHref:
                AddLink(HtmlEntities.Decode(attributes.Href).Trim(), "");
                break;
            case HtmlTag.Image:
                if (!style.IsHidden && !IsTiny(attributes.Width) && !IsTiny(attributes.Height)) _images++;
                break;
            case HtmlTag.Form:
                _forms++;
                AddTarget(attributes.Action);
                break;
            case HtmlTag.Input:
                if (attributes.Type.Equals("password", StringComparison.OrdinalIgnoreCase)) _passwords++;
                break;
            case HtmlTag.Script:
                _scripts++;
                break;
            case HtmlTag.Frame:
                _frames++;
                AddTarget(attributes.Source);
                break;
            case HtmlTag.Meta:
                _hasRefresh |= attributes.Equivalent.Trim().Equals("refresh", StringComparison.OrdinalIgnoreCase);
                break;
        }

        if (tag != HtmlTag.Script && attributes.HasHandler) _scripts++;
    }

    private static bool IsTiny(ReadOnlySpan<char> length) => length.Length is > 0 and < 6 && int.TryParse(length, out var pixels) && pixels <= TinyPixels;

    private void EndLink()
    {
        if (_href is not { } href) return;
        _href = null;
        AddLink(href, _visible.From(_linkStart).Trim().ToString());
    }

    private void AddLink(string href, string text)
    {
        if (_links.Count < MaxLinks) _links.Add(new HtmlLink(href, text));
        else _isTruncated = true;
    }

    private void AddTarget(ReadOnlySpan<char> target)
    {
        if (target.IsWhiteSpace()) return;
        if (_targets.Count < MaxLinks) _targets.Add(HtmlEntities.Decode(target).Trim());
        else _isTruncated = true;
    }
}
