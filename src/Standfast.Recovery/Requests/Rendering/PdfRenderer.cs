using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Standfast.Recovery.Requests.Rendering;

/// <summary>
/// A PDF 1.4 of A4 pages in the fonts that every reader has: no package, and no font on the machine, is needed. Letters that are not
/// Western European stand as question marks, and the last line says so.
/// </summary>
public static class PdfRenderer
{
    private const double Width = 595, Height = 842, Margin = 56, Leading = 1.35;

    public static byte[] Render(RequestDocument document)
    {
        var pages = new Pages();
        pages.Write(document.Title, PdfFont.Bold, 16, after: 8);
        for (var index = 0; index < document.Blocks.Count; index++) Write(pages, document.Blocks[index], Least(document.Blocks, index));
        if (pages.Text.HasLost) pages.Write("A question mark may stand for a letter that this file's fonts do not have; the HTML has it.", PdfFont.Normal, 9, before: 10);
        return File(document.Title, pages.Close());
    }

    /// <summary>Points that a block needs to begin on a page. A title stands with what it is the title of, and where that is a title too, with what that one stands with.</summary>
    private static double Least(IReadOnlyList<RequestBlock> blocks, int index) => index == blocks.Count ? 0 : blocks[index] switch
    {
        RequestBlock.Heading(var level, var heading) => 10 + Pages.HeightOf(heading, PdfFont.Bold, SizeOf(level)) + 4 + Least(blocks, index + 1),
        RequestBlock.Paragraph or RequestBlock.Bullets => 10 * Leading,
        RequestBlock.Table(var head, var rows) => Pages.HeightOf(Row(head), PdfFont.Bold, 9) + 2 + (rows.Count > 0 ? 9 * Leading : 0),
        RequestBlock.Verbatim(var label, _) => Pages.HeightOf(label, PdfFont.Bold, 9) + 2 + (8.5 * Leading),
        _ => throw new UnreachableException(),
    };

    private static double SizeOf(int level) => level == 2 ? 13 : 11;

    private static void Write(Pages pages, RequestBlock block, double least)
    {
        switch (block)
        {
            case RequestBlock.Heading(var level, var heading):
                pages.Write(heading, PdfFont.Bold, SizeOf(level), before: 10, after: 4, keep: least - 10);
                break;
            case RequestBlock.Paragraph(var paragraph):
                pages.Write(paragraph, PdfFont.Normal, 10, after: 6);
                break;
            case RequestBlock.Bullets(var lines):
                foreach (var line in lines) pages.Write(line, PdfFont.Normal, 10, after: 3, indent: 14, mark: "\u2022");
                break;
            case RequestBlock.Table(var head, var rows):
                pages.Write(Row(head), PdfFont.Bold, 9, after: 2, keep: least);
                foreach (var row in rows) pages.Write(Row(row), PdfFont.Normal, 9, after: 3, indent: 14);
                break;
            case RequestBlock.Verbatim(var label, var verbatim):
                pages.Write(label, PdfFont.Bold, 9, after: 2, keep: least);
                pages.Write(verbatim.TrimEnd('\n'), PdfFont.Mono, 8.5, after: 6, indent: 14);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static string Row(IReadOnlyList<string> cells) => string.Join(" \u00B7 ", cells.Where(cell => cell.Length > 0));

    /// <summary>Objects 1 to 5 are the catalogue, the pages and the fonts, 6 the description; then come a page and its content in turn (ISO 32000-1 §7.5).</summary>
    private static byte[] File(string title, List<string> contents)
    {
        List<string> objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {contents.Count} /Kids [{string.Join(' ', contents.Select((_, index) => $"{7 + (2 * index)} 0 R"))}] >>",
            Font("Helvetica"), Font("Helvetica-Bold"), Font("Courier"),
            $"<< /Title {PdfText.Unicode(title)} /Producer (Standfast) >>",
        ];
        for (var index = 0; index < contents.Count; index++)
        {
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {Width} {Height}] /Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >> >> /Contents {8 + (2 * index)} 0 R >>");
            objects.Add($"<< /Length {contents[index].Length} >>\nstream\n{contents[index]}endstream");
        }

        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var index = 0; index < objects.Count; index++)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{objects[index]}\nendobj\n");
        }

        var start = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) file.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    private static string Font(string name) => $"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>";

    /// <summary>Text that flows from page to page. Not to be used concurrently.</summary>
    private sealed class Pages
    {
        private readonly List<string> _done = [];
        private StringBuilder _page = new();
        private double _y = Height - Margin;

        public PdfText Text { get; } = new();

        /// <summary>Points that it takes across the whole width.</summary>
        public static double HeightOf(string text, PdfFont font, double size) => PdfText.Wrap(text, font, size, Width - (2 * Margin)).Count() * size * Leading;

        /// <param name="keep">Points that must be left on the page for it and what follows.</param>
        /// <param name="mark">Left of the first line.</param>
        public void Write(string text, PdfFont font, double size, double before = 0, double after = 0, double indent = 0, double keep = 0, string? mark = null)
        {
            _y -= before;
            if (_y - keep < Margin) Turn();
            foreach (var line in PdfText.Wrap(text, font, size, Width - (2 * Margin) - indent))
            {
                if (_y - (size * Leading) < Margin) Turn();
                _y -= size * Leading;
                if (mark is not null) Put(mark, font, size, Margin);
                mark = null;
                if (line.Length > 0) Put(line, font, size, Margin + indent);
            }

            _y -= after;
        }

        public List<string> Close()
        {
            Turn();
            return _done;
        }

        private void Put(string text, PdfFont font, double size, double x) => _page.Append(CultureInfo.InvariantCulture, $"BT /F{(int)font} {size} Tf {x:0.##} {_y:0.##} Td {Text.Literal(text)} Tj ET\n");

        private void Turn()
        {
            if (_page.Length > 0) _done.Add(_page.ToString());
            (_page, _y) = (new StringBuilder(), Height - Margin);
        }
    }
}
