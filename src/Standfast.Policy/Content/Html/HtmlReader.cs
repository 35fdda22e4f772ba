using System.Buffers;

namespace Standfast.Policy.Content.Html;

/// <summary>
/// Reads an HTML text in one pass, as a browser would show it: a tokenizer (HTML §13.2.5) with a stack of open elements, without the
/// tree. What the whole algorithm does for misnested tables and the like is left out: it moves text and makes none.
/// </summary>
internal sealed partial class HtmlReader
{
    /// <summary>Ours; deeper elements take the style of the deepest known one.</summary>
    private const int MaxOpen = 256;

    /// <summary>Ours; links and form targets beyond are not kept.</summary>
    private const int MaxLinks = 1_000;

    private static readonly SearchValues<char> s_nameEnds = SearchValues.Create(" \t\r\n\f/>");

    private readonly string _html;
    private TextBuffer _visible;
    private TextBuffer _hidden = new(0);
    private readonly List<HtmlLink> _links = [];
    private readonly List<string> _targets = [];
    private readonly List<Open> _open = new(32);
    private HtmlStyle _style = HtmlStyle.Initial;
    private HtmlStyle _styledBefore;
    private HtmlStyle _styledAfter;
    private int _cssAt;
    private int _cssLength;
    private int _at;
    private string? _href;
    private int _linkStart;
    private int _images;
    private int _forms;
    private int _passwords;
    private int _scripts;
    private int _frames;
    private bool _hasRefresh;
    private bool _isTruncated;

    private HtmlReader(string html)
    {
        _html = html;
        _visible = new TextBuffer(Math.Clamp(html.Length / 2, 16, 16 * 1024));
    }

    public static HtmlContent Read(string html)
    {
        if (html.Length == 0) return HtmlContent.Empty;
        var reader = new HtmlReader(html);
        reader.ReadAll();
        reader.EndLink();
        var content = new HtmlContent
        {
            VisibleText = reader._visible.ToString(),
            HiddenText = reader._hidden.ToString(),
            Links = reader._links,
            FormTargets = reader._targets,
            Images = reader._images,
            Forms = reader._forms,
            PasswordFields = reader._passwords,
            Scripts = reader._scripts,
            Frames = reader._frames,
            HasRefresh = reader._hasRefresh,
            IsTruncated = reader._isTruncated,
        };
        reader._visible.Release();
        reader._hidden.Release();
        return content;
    }

    private void ReadAll()
    {
        while (_at < _html.Length)
        {
            var mark = _html.AsSpan(_at).IndexOf('<');
            if (mark != 0) TakeText(mark < 0 ? _html.AsSpan(_at) : _html.AsSpan(_at, mark));
            if (mark < 0) return;
            _at += mark;
            var next = _at + 1 < _html.Length ? _html[_at + 1] : '\0';
            if (char.IsAsciiLetter(next)) ReadStartTag();
            else if (next == '/') ReadEndTag();
            else if (next is '!' or '?') SkipComment();
            else
            {
                TakeText("<");
                _at++;
            }
        }
    }

    private void TakeText(ReadOnlySpan<char> text)
    {
        ref var target = ref Shown();
        if (text.Contains('&')) HtmlEntities.AppendCollapsed(ref target, HtmlEntities.Decode(text));
        else HtmlEntities.AppendCollapsed(ref target, text);
    }

    private void Break(char separator)
    {
        ref var target = ref Shown();
        if (target.Length == 0) return;
        if (target.Last == ' ') target.Last = separator;
        else if (target.Last != '\n') target.Append(separator);
    }

    /// <summary>Where text goes at present.</summary>
    private ref TextBuffer Shown()
    {
        if (_style.HidesText) return ref _hidden;
        return ref _visible;
    }

    private void SkipComment()
    {
        var rest = _html.AsSpan(_at);
        if (!rest.StartsWith("<!--"))
        {
            var close = rest.IndexOf('>');
            _at = close < 0 ? _html.Length : _at + close + 1;
            return;
        }

        if (rest.StartsWith("<!-->")) _at += 5;
        else if (rest.StartsWith("<!--->")) _at += 6;
        else if (rest[4..].IndexOf("-->") is var end and >= 0) _at += end + 7;
        else _at = _html.Length;
    }

    private void ReadStartTag()
    {
        var start = _at + 1;
        var nameEnd = EndOfName(start);
        var end = EndOfTag(nameEnd);
        var tag = HtmlTags.Find(_html.AsSpan(start, nameEnd - start), out var key);
        _at = Math.Min(end + 1, _html.Length);
        var attributes = new HtmlAttributes(_html.AsSpan(nameEnd, end - nameEnd));
        if (HtmlTags.EndsItsLike(tag) && _open.Count > 0 && _open[^1].Tag == tag) Close(_open.Count - 1);
        if (HtmlTags.BreaksLine(tag)) Break('\n');
        else if (tag == HtmlTag.Cell) Break(' ');
        var style = nameEnd == end ? _style : StyleOf(tag, attributes);
        Note(tag, attributes, style);
        if (HtmlTags.IsOpaque(tag)) SkipOpaque(_html.AsSpan(start, nameEnd - start));
        else if (HtmlTags.HasContent(tag) && _open.Count < MaxOpen)
        {
            _open.Add(new Open(key, tag, _style));
            _style = style;
        }
    }

    private void ReadEndTag()
    {
        var start = _at + 2;
        var nameEnd = EndOfName(start);
        var end = EndOfTag(nameEnd);
        var name = _html.AsSpan(start, nameEnd - start);
        _at = Math.Min(end + 1, _html.Length);
        var tag = HtmlTags.Find(name, out var key);
        for (var index = _open.Count - 1; index >= 0; index--)
        {
            if (_open[index].Key == key)
            {
                Close(index);
                break;
            }

            // The end tag of something outside does not end a cell (HTML §13.2.6.4.15).
            if (_open[index].Tag == HtmlTag.Cell && tag is not (HtmlTag.Cell or HtmlTag.Row or HtmlTag.Block or HtmlTag.Body)) break;
        }

        if (HtmlTags.BreaksLine(tag)) Break('\n');
    }

    /// <summary>The index of what ends the name; the end of the text where nothing does.</summary>
    private int EndOfName(int start)
    {
        // A few letters, as a rule: too short for a vectorised search to pay.
        var at = start;
        while (at < _html.Length && char.IsAsciiLetterOrDigit(_html[at])) at++;
        if (at == _html.Length || _html[at] is '>' or ' ') return at;
        return _html.AsSpan(at).IndexOfAny(s_nameEnds) is var found and >= 0 ? at + found : _html.Length;
    }

    /// <summary>The index of the closing bracket, quoted ones aside; the end of the text where there is none.</summary>
    private int EndOfTag(int start)
    {
        if (start < _html.Length && _html[start] == '>') return start;
        for (var at = start; at < _html.Length;)
        {
            var found = _html.AsSpan(at).IndexOfAny('>', '"', '\'');
            if (found < 0) return _html.Length;
            at += found;
            if (_html[at] == '>') return at;
            // A quote counts only as the begin of a value.
            var before = _html.AsSpan(start, at - start).TrimEnd(" \t\r\n\f");
            var close = before.EndsWith("=") ? _html.AsSpan(at + 1).IndexOf(_html[at]) : -1;
            at = close < 0 ? at + 1 : at + close + 2;
        }

        return _html.Length;
    }

    private void SkipOpaque(ReadOnlySpan<char> name)
    {
        while (_at < _html.Length)
        {
            var found = _html.AsSpan(_at).IndexOf("</");
            if (found < 0) break;
            _at += found;
            if (_html.AsSpan(_at + 2).StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                _at = Math.Min(EndOfTag(_at + 2) + 1, _html.Length);
                return;
            }

            _at += 2;
        }

        _at = _html.Length;
    }

    private void Close(int index)
    {
        for (var inner = _open.Count - 1; inner >= index; inner--)
            if (_open[inner].Tag == HtmlTag.Anchor)
                EndLink();
        _style = _open[index].Outer;
        _open.RemoveRange(index, _open.Count - index);
    }

    /// <param name="Key">Of the name.</param>
    /// <param name="Outer">The style to go back to.</param>
    private readonly record struct Open(ulong Key, HtmlTag Tag, HtmlStyle Outer);
}
