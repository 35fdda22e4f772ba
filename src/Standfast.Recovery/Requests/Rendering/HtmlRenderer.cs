using System.Diagnostics;
using System.Net;
using System.Text;

namespace Standfast.Recovery.Requests.Rendering;

/// <summary>A page that needs nothing else: no script, nothing from outside, light and dark, fit to print. Every text is escaped.</summary>
public static class HtmlRenderer
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #f3f5f7; --line: #c9d0d8 }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --paper: #14171a; --soft: #20252b; --line: #48515b } }
        body { margin: 0 auto; padding: 1.5rem; max-width: 50rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
        h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2rem } h3 { font-size: 1rem; margin-top: 1.5rem }
        pre { padding: .75rem; background: var(--soft); border: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; font: .875rem/1.45 ui-monospace, monospace }
        p, li, td, th { overflow-wrap: anywhere } .label { margin-bottom: .25rem; font-weight: 600 } .lines { white-space: pre-line }
        .table { overflow-x: auto } table { border-collapse: collapse; width: 100% } th, td { padding: .25rem .5rem; border: 1px solid var(--line); text-align: left; vertical-align: top }
        @media print { :root { --ink: #000; --paper: #fff; --soft: #fff; --line: #999 } body { max-width: none; padding: 0; font-size: 10pt } h2, h3, .label { break-after: avoid } tr, li { break-inside: avoid } }
        """;

    public static string Render(RequestDocument document)
    {
        var title = Escape(document.Title);
        var text = new StringBuilder();
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").Append(title).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>").Append(title).Append("</h1>\n");
        foreach (var block in document.Blocks) Write(text, block);
        return text.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder text, RequestBlock block)
    {
        switch (block)
        {
            case RequestBlock.Heading(var level, var heading):
                text.Append("<h").Append(level).Append('>').Append(Escape(heading)).Append("</h").Append(level).Append(">\n");
                break;
            case RequestBlock.Paragraph(var paragraph):
                text.Append("<p class=\"lines\">").Append(Escape(paragraph)).Append("</p>\n");
                break;
            case RequestBlock.Bullets(var lines):
                text.Append("<ul>\n");
                foreach (var line in lines) text.Append("<li>").Append(Escape(line)).Append("</li>\n");
                text.Append("</ul>\n");
                break;
            case RequestBlock.Table(var head, var rows):
                text.Append("<div class=\"table\" tabindex=\"0\">\n<table>\n<thead><tr>").AppendJoin("", head.Select(cell => $"<th scope=\"col\">{Escape(cell)}</th>")).Append("</tr></thead>\n<tbody>\n");
                foreach (var row in rows) text.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Escape(cell)}</td>")).Append("</tr>\n");
                text.Append("</tbody>\n</table>\n</div>\n");
                break;
            case RequestBlock.Verbatim(var label, var verbatim):
                text.Append("<p class=\"label\">").Append(Escape(label)).Append("</p>\n<pre>").Append(Escape(verbatim.TrimEnd('\n'))).Append("</pre>\n");
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
