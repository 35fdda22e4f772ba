using System.Text;
using MimeKit.Utils;
using Standfast.Policy.Content.Html;
using Standfast.Policy.Content.Mime;

namespace Standfast.Policy.Content;

/// <summary>
/// What a recipient would see of a message: decoded texts, links and attachments. Whatever the bytes are, it is made: what cannot be
/// parsed is text.
/// </summary>
public sealed class MessageView
{
    /// <summary>Parts beyond this are not looked at, and <see cref="IsTruncated"/> says so; ours.</summary>
    public const int MaxParts = MimeReader.MaxParts;

    /// <summary>Octets of text and of HTML that are looked at, each; ours.</summary>
    public const int MaxTextOctets = 256 * 1024;

    /// <summary>Links beyond this are not looked at; ours.</summary>
    public const int MaxLinks = 2_000;

    private const int MaxSubject = 8 * 1024;

    private MessageView()
    {
    }

    /// <summary>Decoded; empty when missing.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>All text/plain parts that are no attachments.</summary>
    public string Text { get; private init; } = "";

    /// <summary>All text/html parts that are no attachments, as they were written.</summary>
    public string Html { get; private init; } = "";

    /// <summary>What is to be read of <see cref="Html"/>; empty where there is none.</summary>
    public string VisibleText { get; private init; } = "";

    /// <summary>What stands in <see cref="Html"/> and is not shown: by display, visibility, size, or the colour of its background.</summary>
    public string HiddenText { get; private init; } = "";

    /// <summary>Those of the HTML first, then those of the plain text.</summary>
    public IReadOnlyList<LinkView> Links { get; private init; } = [];

    /// <summary>Also those of attached messages; an attached message comes before its own.</summary>
    public IReadOnlyList<AttachmentView> Attachments { get; private init; } = [];

    /// <summary>img elements that are shown and larger than a few pixels.</summary>
    public int Images { get; private init; }

    /// <summary>form elements.</summary>
    public int Forms { get; private init; }

    /// <summary>Where forms and frames lead, as it was written.</summary>
    public IReadOnlyList<string> FormTargets { get; private init; } = [];

    /// <summary>Fields for a password.</summary>
    public int PasswordFields { get; private init; }

    /// <summary>script elements and attributes that run scripts.</summary>
    public int Scripts { get; private init; }

    /// <summary>iframe, object and embed elements.</summary>
    public int Frames { get; private init; }

    /// <summary>A meta element leads the reader elsewhere.</summary>
    public bool HasRefresh { get; private init; }

    public MimeFaults Faults { get; private init; }

    /// <summary>Media type of the message itself, in lower case, such as multipart/report.</summary>
    public string MediaType { get; private init; } = "text/plain";

    /// <summary>It has a Content-Type or Content-Transfer-Encoding.</summary>
    public bool HasMimeFields { get; private init; }

    /// <summary>It has a MIME-Version.</summary>
    public bool HasMimeVersion { get; private init; }

    /// <summary>Length of the header section in octets.</summary>
    public int HeaderOctets { get; private init; }

    /// <summary>Not all of it was looked at.</summary>
    public bool IsTruncated { get; private init; }

    /// <param name="content">Header section, empty line, body. Attachments go on referring to it.</param>
    public static MessageView Parse(ReadOnlyMemory<byte> content)
    {
        var structure = MimeReader.Read(content);
        var (text, html, faults) = ReadTexts(structure, out var isTruncated);
        var shown = HtmlReader.Read(html);
        var links = new List<LinkView>(shown.Links.Count);
        foreach (var link in shown.Links) links.Add(new LinkView(link.Href, link.Text, LinkHosts.Of(link.Href)));
        isTruncated |= !PlainLinks.Find(text, links, MaxLinks) || shown.IsTruncated || (structure.Faults & (MimeFaults.TooDeep | MimeFaults.TooManyParts)) != 0;
        return new MessageView
        {
            Subject = DecodeSubject(structure.Fields.Subject),
            Text = text,
            Html = html,
            VisibleText = shown.VisibleText,
            HiddenText = shown.HiddenText,
            Links = links,
            Images = shown.Images,
            Forms = shown.Forms,
            FormTargets = shown.FormTargets,
            PasswordFields = shown.PasswordFields,
            Scripts = shown.Scripts,
            Frames = shown.Frames,
            HasRefresh = shown.HasRefresh,
            Attachments = [.. structure.Parts.Where(part => !part.IsText).Select(part => new AttachmentView(part))],
            Faults = faults,
            MediaType = structure.Fields.MediaType,
            HasMimeFields = structure.Fields.HasContentType || structure.Fields.HasEncoding,
            HasMimeVersion = structure.Fields.HasVersion,
            HeaderOctets = structure.HeaderOctets,
            IsTruncated = isTruncated,
        };
    }

    private static (string Text, string Html, MimeFaults Faults) ReadTexts(MimeStructure structure, out bool isTruncated)
    {
        isTruncated = false;
        var (text, html, faults) = ("", "", structure.Faults);
        var (textLeft, htmlLeft) = (MaxTextOctets, MaxTextOctets);
        foreach (var part in structure.Parts)
        {
            if (!part.IsText) continue;
            var isHtml = part.MediaType == "text/html";
            ref var left = ref isHtml ? ref htmlLeft : ref textLeft;
            var decoded = Decode(part, ref left, ref faults, out var isCut);
            isTruncated |= isCut;
            if (isHtml) html = html.Length == 0 ? decoded : $"{html}\n{decoded}";
            else text = text.Length == 0 ? decoded : $"{text}\n{decoded}";
        }

        return (text, html, faults);
    }

    private static string Decode(MimePart part, ref int left, ref MimeFaults faults, out bool isCut)
    {
        // Encoded text takes at most three octets for one.
        var body = part.Body.Span;
        var most = part.Encoding == TransferEncoding.Identity ? left : left * 3;
        isCut = body.Length > most;
        if (isCut) body = body[..most];
        var isBroken = false;
        ReadOnlySpan<byte> octets = part.Encoding == TransferEncoding.Identity ? body : TransferDecoder.Decode(body, part.Encoding, out isBroken);
        if (isBroken && !isCut) faults |= part.Encoding == TransferEncoding.Base64 ? MimeFaults.BrokenBase64 : MimeFaults.BrokenQuotedPrintable;
        isCut |= octets.Length > left;
        octets = octets[..Math.Min(octets.Length, left)];
        left -= octets.Length;
        var text = Charsets.Decode(octets, part.Charset, out var isKnown);
        if (!isKnown) faults |= MimeFaults.UnknownCharset;
        return text;
    }

    private static string DecodeSubject(string? written)
    {
        if (written is null) return "";
        if (written.Length > MaxSubject) written = written[..MaxSubject];
        return written.Contains("=?", StringComparison.Ordinal) ? Rfc2047.DecodeText(Encoding.UTF8.GetBytes(written)) : written;
    }
}
