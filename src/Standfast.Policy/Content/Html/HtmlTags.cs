using System.Collections.Frozen;
using System.Numerics;

namespace Standfast.Policy.Content.Html;

internal static class HtmlTags
{
    /// <summary>No element that is known here has a longer name.</summary>
    private const int MaxName = 10;

    private static readonly FrozenDictionary<ulong, HtmlTag> s_tags = new (HtmlTag Tag, string Names)[]
    {
        (HtmlTag.Anchor, "a"),
        (HtmlTag.Cell, "td th"),
        (HtmlTag.Row, "tr"),
        (HtmlTag.Paragraph, "p"),
        (HtmlTag.LineBreak, "br"),
        (HtmlTag.Image, "img image"),
        (HtmlTag.Item, "li option dt dd"),
        (HtmlTag.Block, "div table tbody h1 h2 h3 h4 h5 h6 ul ol center blockquote section article header footer pre html head dl main nav address thead tfoot fieldset figure"),
        (HtmlTag.Void, "hr col wbr link source param track"),
        (HtmlTag.Body, "body"),
        (HtmlTag.Font, "font"),
        (HtmlTag.Style, "style"),
        (HtmlTag.Script, "script"),
        (HtmlTag.Title, "title"),
        (HtmlTag.Meta, "meta"),
        (HtmlTag.Base, "base"),
        (HtmlTag.Area, "area"),
        (HtmlTag.Form, "form"),
        (HtmlTag.Input, "input"),
        (HtmlTag.TextArea, "textarea"),
        (HtmlTag.Frame, "iframe object embed applet frame"),
        (HtmlTag.Template, "template noembed noframes"),
    }.SelectMany(pair => pair.Names.Split(' ').Select(name => (Key: Pack(name, out _), pair.Tag))).ToFrozenDictionary(pair => pair.Key, pair => pair.Tag);

    /// <param name="name">In any case.</param>
    /// <param name="key">Stands for the name without regard to case: of two longer ones it may be the same, which is no harm.</param>
    public static HtmlTag Find(ReadOnlySpan<char> name, out ulong key)
    {
        key = Pack(name, out var isPlain);
        return isPlain && name.Length <= MaxName && s_tags.TryGetValue(key, out var tag) ? tag : HtmlTag.Other;
    }

    /// <summary>Six bits for each letter or digit, and the length above them.</summary>
    /// <param name="isPlain">It has no other characters.</param>
    private static ulong Pack(ReadOnlySpan<char> name, out bool isPlain)
    {
        isPlain = true;
        var key = (ulong)name.Length;
        foreach (var character in name)
        {
            var lower = (uint)character | 0x20;
            var code = lower is >= 'a' and <= 'z' && character < 0x80 ? lower - 'a' + 1 : char.IsAsciiDigit(character) ? (uint)character - '0' + 27 : 0;
            isPlain &= code != 0;
            key = (BitOperations.RotateLeft(key, 6) ^ code) + (code == 0 ? character * 0x9E3779B97F4A7C15 : 0);
        }

        return key;
    }

    public static bool HasContent(HtmlTag tag) => tag is not (HtmlTag.Void or HtmlTag.LineBreak or HtmlTag.Image or HtmlTag.Input or HtmlTag.Meta or HtmlTag.Area or HtmlTag.Base);

    /// <summary>Between its tags is text of another kind, which is passed over whole.</summary>
    public static bool IsOpaque(HtmlTag tag) => tag is HtmlTag.Script or HtmlTag.Style or HtmlTag.Title or HtmlTag.Template;

    /// <summary>What a following element of the same kind ends (HTML §13.1.2.4).</summary>
    public static bool EndsItsLike(HtmlTag tag) => tag is HtmlTag.Paragraph or HtmlTag.Cell or HtmlTag.Row or HtmlTag.Item or HtmlTag.Anchor;

    public static bool BreaksLine(HtmlTag tag) => tag is HtmlTag.Block or HtmlTag.Paragraph or HtmlTag.LineBreak or HtmlTag.Row or HtmlTag.Item or HtmlTag.Form;
}
