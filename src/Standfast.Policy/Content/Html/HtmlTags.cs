namespace Standfast.Policy.Content.Html;

internal static class HtmlTags
{
    private const int MaxName = 12;

    /// <param name="name">In any case.</param>
    public static HtmlTag Find(ReadOnlySpan<char> name)
    {
        if (name.Length > MaxName) return HtmlTag.Other;
        Span<char> lower = stackalloc char[MaxName];
        lower = lower[..name.Length];
        name.ToLowerInvariant(lower);
        return (ReadOnlySpan<char>)lower switch
        {
            "a" => HtmlTag.Anchor,
            "td" or "th" => HtmlTag.Cell,
            "tr" => HtmlTag.Row,
            "p" => HtmlTag.Paragraph,
            "br" => HtmlTag.LineBreak,
            "img" or "image" => HtmlTag.Image,
            "li" or "option" or "dt" or "dd" => HtmlTag.Item,
            "div" or "table" or "tbody" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "ul" or "ol" or "center" or "blockquote" or "section" or "article" or "header" or "footer" or "pre" or "html" or "head" or "dl"
                or "main" or "nav" or "address" or "thead" or "tfoot" or "fieldset" or "figure" => HtmlTag.Block,
            "hr" or "col" or "wbr" or "link" or "source" or "param" or "track" => HtmlTag.Void,
            "body" => HtmlTag.Body,
            "font" => HtmlTag.Font,
            "style" => HtmlTag.Style,
            "script" => HtmlTag.Script,
            "title" => HtmlTag.Title,
            "meta" => HtmlTag.Meta,
            "base" => HtmlTag.Base,
            "area" => HtmlTag.Area,
            "form" => HtmlTag.Form,
            "input" => HtmlTag.Input,
            "textarea" => HtmlTag.TextArea,
            "iframe" or "object" or "embed" or "applet" or "frame" => HtmlTag.Frame,
            "template" or "noembed" or "noframes" => HtmlTag.Template,
            _ => HtmlTag.Other,
        };
    }

    public static bool HasContent(HtmlTag tag) => tag is not (HtmlTag.Void or HtmlTag.LineBreak or HtmlTag.Image or HtmlTag.Input or HtmlTag.Meta or HtmlTag.Area or HtmlTag.Base);

    /// <summary>Between its tags is text of another kind, which is passed over whole.</summary>
    public static bool IsOpaque(HtmlTag tag) => tag is HtmlTag.Script or HtmlTag.Style or HtmlTag.Title or HtmlTag.Template;

    /// <summary>What a following element of the same kind ends (HTML §13.1.2.4).</summary>
    public static bool EndsItsLike(HtmlTag tag) => tag is HtmlTag.Paragraph or HtmlTag.Cell or HtmlTag.Row or HtmlTag.Item or HtmlTag.Anchor;

    public static bool BreaksLine(HtmlTag tag) => tag is HtmlTag.Block or HtmlTag.Paragraph or HtmlTag.LineBreak or HtmlTag.Row or HtmlTag.Item or HtmlTag.Form;
}
