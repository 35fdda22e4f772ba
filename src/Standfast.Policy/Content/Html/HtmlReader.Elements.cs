namespace Standfast.Policy.Content.Html;

internal sealed partial class HtmlReader
{
    /// <summary>Width or height in pixels up to which an image is no picture but a counter or a spacer; ours.</summary>
    private const int TinyPixels = 3;

    private HtmlStyle StyleOf(HtmlTag tag, HtmlAttributes attributes)
    {
        var style = _style;
        if (tag is HtmlTag.Block or HtmlTag.Cell or HtmlTag.Row or HtmlTag.Body or HtmlTag.Font or HtmlTag.Paragraph)
        {
            if (attributes.TryFind("bgcolor", out var background)) style = style.WithBackground(background);
            if (attributes.TryFind("background", out _)) style = style with { Background = HtmlColour.Unknown };
            if (tag == HtmlTag.Font && attributes.TryFind("color", out var colour)) style = style with { Colour = HtmlColour.Read(colour) };
        }

        // A style sheet may give any class a background of its own.
        if (attributes.TryFind("class", out _)) style = style with { Background = HtmlColour.Unknown };
        if (attributes.TryFind("style", out var css)) style = style.With(css.Contains('&') ? HtmlEntities.Decode(css) : css);
        if (attributes.TryFind("hidden", out _)) style = style with { IsHidden = true };
        return style;
    }

    private void Note(HtmlTag tag, HtmlAttributes attributes, HtmlStyle style)
    {
        switch (tag)
        {
            case HtmlTag.Anchor:
                EndLink();
                if (!attributes.TryFind("href", out var href)) break;
                _href = HtmlEntities.Decode(href).Trim();
                _linkStart = _visible.Length;
                break;
            case HtmlTag.Area when attributes.TryFind("href", out var target):
                AddLink(HtmlEntities.Decode(target).Trim(), "");
                break;
            case HtmlTag.Image:
                if (!style.IsHidden && !IsTiny(attributes)) _images++;
                break;
            case HtmlTag.Form:
                _forms++;
                if (attributes.TryFind("action", out var action)) AddTarget(action);
                break;
            case HtmlTag.Input:
                if (attributes.TryFind("type", out var type) && type.Equals("password", StringComparison.OrdinalIgnoreCase)) _passwords++;
                break;
            case HtmlTag.Script:
                _scripts++;
                break;
            case HtmlTag.Frame:
                _frames++;
                if (attributes.TryFind("src", out var source) || attributes.TryFind("data", out source)) AddTarget(source);
                break;
            case HtmlTag.Meta:
                _hasRefresh |= attributes.TryFind("http-equiv", out var equivalent) && equivalent.Trim().Equals("refresh", StringComparison.OrdinalIgnoreCase);
                break;
        }

        if (tag != HtmlTag.Script && attributes.HasHandler()) _scripts++;
    }

    private static bool IsTiny(HtmlAttributes attributes) =>
        (attributes.TryFind("width", out var width) && int.TryParse(width, out var pixels) && pixels <= TinyPixels) || (attributes.TryFind("height", out var height) && int.TryParse(height, out pixels) && pixels <= TinyPixels);

    private void EndLink()
    {
        if (_href is not { } href) return;
        _href = null;
        AddLink(href, _visible.ToString(_linkStart, Math.Max(0, _visible.Length - _linkStart)).Trim());
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
