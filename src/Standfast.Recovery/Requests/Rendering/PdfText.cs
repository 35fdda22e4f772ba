using System.Buffers.Binary;
using System.Text;

namespace Standfast.Recovery.Requests.Rendering;

/// <summary>Texts in the fonts that every PDF reader has (ISO 32000-1 §9.6.2.2), which know Western European letters alone.</summary>
internal sealed class PdfText
{
    private const byte Unknown = (byte)'?';

    /// <summary>Widths of Helvetica from the space on, in thousandths of the size (Adobe's font metrics).</summary>
    private static readonly short[] s_widths =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    private readonly Encoding _latin = CodePagesEncodingProvider.Instance.GetEncoding(1252, new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback)!;

    /// <summary>A letter that the fonts do not have stands as a question mark.</summary>
    public bool HasLost { get; private set; }

    /// <summary>As the body of a string of PDF, in parentheses.</summary>
    public string Literal(string text)
    {
        var bytes = _latin.GetBytes(text.Replace('\t', ' '));
        if (bytes.Count(one => one == Unknown) > text.Count(one => one == '?')) HasLost = true;
        var literal = new StringBuilder("(");
        foreach (var one in bytes)
        {
            if (one is (byte)'(' or (byte)')' or (byte)'\\') literal.Append('\\').Append((char)one);
            else if (one is >= 32 and < 127) literal.Append((char)one);
            else literal.Append('\\').Append(Convert.ToString(one, 8).PadLeft(3, '0'));
        }

        return literal.Append(')').ToString();
    }

    /// <summary>Of a text of any letters, in hexadecimal (ISO 32000-1 §7.9.2.2).</summary>
    public static string Unicode(string text)
    {
        var bytes = new byte[2 + (2 * text.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, 0xFEFF);
        for (var index = 0; index < text.Length; index++) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 + (2 * index)), text[index]);
        return $"<{Convert.ToHexString(bytes)}>";
    }

    /// <summary>Lines that are no wider. A word that is wider is broken.</summary>
    public static IEnumerable<string> Wrap(string text, PdfFont font, double size, double width)
    {
        foreach (var given in text.Split('\n'))
        {
            var line = "";
            foreach (var word in given.Split(' '))
            {
                var longer = line.Length == 0 ? word : line + " " + word;
                if (WidthOf(longer, font, size) <= width)
                {
                    line = longer;
                    continue;
                }

                if (line.Length > 0) yield return line;
                line = word;
                while (WidthOf(line, font, size) > width)
                {
                    var fits = 1;
                    while (fits < line.Length && WidthOf(line[..(fits + 1)], font, size) <= width) fits++;
                    yield return line[..fits];
                    line = line[fits..];
                }
            }

            yield return line;
        }
    }

    private static double WidthOf(string text, PdfFont font, double size) =>
        font == PdfFont.Mono ? text.Length * 0.6 * size : text.Sum(one => one is >= ' ' and <= '~' ? s_widths[one - ' '] : 667) / 1000.0 * size * (font == PdfFont.Bold ? 1.08 : 1);
}
