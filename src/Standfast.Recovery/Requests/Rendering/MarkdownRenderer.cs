using System.Diagnostics;
using System.Text;

namespace Standfast.Recovery.Requests.Rendering;

/// <summary>CommonMark with tables. Text of others is shown as it is, never obeyed.</summary>
public static class MarkdownRenderer
{
    public static string Render(RequestDocument document)
    {
        var text = new StringBuilder().Append("# ").Append(Escape(document.Title)).Append('\n');
        foreach (var block in document.Blocks)
        {
            text.Append('\n');
            Write(text, block);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, RequestBlock block)
    {
        switch (block)
        {
            case RequestBlock.Heading(var level, var heading):
                text.Append('#', level).Append(' ').Append(Escape(heading)).Append('\n');
                break;
            case RequestBlock.Paragraph(var paragraph):
                text.AppendJoin("  \n", paragraph.Split('\n').Select(Escape)).Append('\n');
                break;
            case RequestBlock.Bullets(var lines):
                foreach (var line in lines) text.Append("* ").Append(Escape(line)).Append('\n');
                break;
            case RequestBlock.Table(var head, var rows):
                Row(text, head);
                Row(text, [.. head.Select(_ => "---")]);
                foreach (var row in rows) Row(text, row);
                break;
            case RequestBlock.Verbatim(var label, var verbatim):
                var fence = new string('`', Math.Max(3, LongestRun(verbatim) + 1));
                text.Append("**").Append(Escape(label)).Append("**\n\n").Append(fence).Append('\n').Append(verbatim.TrimEnd('\n')).Append('\n').Append(fence).Append('\n');
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(cell => Escape(cell.ReplaceLineEndings(" ")))).Append(" |\n");

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var character in text) longest = Math.Max(longest, run = character == '`' ? run + 1 : 0);
        return longest;
    }

    /// <summary>Also at the begin of a line, where ">" and "#" mean something.</summary>
    private static string Escape(string text)
    {
        if (text is "---") return text;
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '\\' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '#' or '~' or '&') escaped.Append('\\');
            escaped.Append(character);
        }

        return escaped.ToString();
    }
}
