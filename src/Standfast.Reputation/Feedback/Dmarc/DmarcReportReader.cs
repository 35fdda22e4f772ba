using System.Diagnostics.CodeAnalysis;
using System.Xml;
using Standfast.Reputation.Feedback.Unpacking;

namespace Standfast.Reputation.Feedback.Dmarc;

/// <summary>
/// Reads aggregate reports as they come: XML, or packed by gzip or zip; of any version, namespace and order. A document type is refused, so that there are no
/// entities; depth, tags, texts, rows and size are bounded. Never throws; may be called concurrently.
/// </summary>
public static class DmarcReportReader
{
    /// <summary>The schema has 6 levels.</summary>
    private const int MaxDepth = 12;

    /// <summary>Ours, of one tag or text in octets.</summary>
    private const int MaxTagOctets = 256 * 1024;

    private const int MaxTextLength = 500;

    /// <param name="packed">As it was attached.</param>
    /// <param name="error">Why it is none, fit to be shown to the owner.</param>
    public static bool TryRead(ReadOnlyMemory<byte> packed, [NotNullWhen(true)] out DmarcReport? report, [NotNullWhen(false)] out string? error)
    {
        report = null;
        try
        {
            if (!PackedReport.TryOpen(packed, MaxTagOctets, out var content))
            {
                error = "it is packed in a way that is not read, or too large";
                return false;
            }

            using (content) return TryRead(content, out report, out error);
        }
        catch (Exception exception) when (exception is XmlException or InvalidDataException or IOException)
        {
            error = exception is XmlException { LineNumber: > 0 and var line } ? $"it is no XML that is read, at line {line}" : $"it cannot be read: {exception.Message}";
            return false;
        }
    }

    private static bool TryRead(Stream content, [NotNullWhen(true)] out DmarcReport? report, [NotNullWhen(false)] out string? error)
    {
        report = null;
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersInDocument = PackedReport.MaxOctets,
        };
        using var reader = XmlReader.Create(content, settings);
        var draft = new DmarcDraft();
        var path = new List<string>(MaxDepth);
        var (text, chunk) = ("", new char[MaxTextLength]);
        while (!draft.IsFull && reader.Read())
        {
            if (reader.Depth > MaxDepth)
            {
                error = $"its elements are nested deeper than {MaxDepth}";
                return false;
            }

            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    text = "";
                    path.Add(reader.LocalName);
                    if (path.Count == 1 && path[0] != "feedback")
                    {
                        error = "it is no DMARC report: its root is not \"feedback\"";
                        return false;
                    }

                    draft.Begin(path);
                    if (!reader.IsEmptyElement) break;
                    draft.End(path, "");
                    path.RemoveAt(path.Count - 1);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    // In chunks, so that a text of any length is never held whole.
                    if (text.Length < MaxTextLength) text += new string(chunk, 0, reader.ReadValueChunk(chunk, 0, MaxTextLength - text.Length));
                    break;
                case XmlNodeType.EndElement:
                    draft.End(path, text.Trim());
                    path.RemoveAt(path.Count - 1);
                    text = "";
                    break;
                default:
                    break;
            }
        }

        return draft.TryFinish(out report, out error);
    }
}
