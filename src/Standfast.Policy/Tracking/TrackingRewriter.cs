using System.Runtime.InteropServices;
using System.Text;
using MimeKit;
using MimeKit.Encodings;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Checks;
using Standfast.Policy.Suppression;
using Standfast.Reputation.Feedback.Parts;

namespace Standfast.Policy.Tracking;

/// <summary>
/// Leads the links of HTML mail of tracked streams over this server, and adds an image that shows an open. Only of mail to one recipient, so that a link says whose it is;
/// never of what is signed or encrypted, for that would break; links to this server itself (unsubscribing) stay.
/// </summary>
public sealed class TrackingRewriter(TrackingOptions options, TrackingTokens tokens) : IBodyRewriter
{
    /// <summary>Ours; later ones stay as they are.</summary>
    private const int MaxLinks = 200;

    /// <summary>Of one HTML part; ours. Larger ones are cut by Gmail at 102 kB anyway, and stay as they are.</summary>
    private const int MaxHtmlOctets = 1024 * 1024;

    private static readonly string[] s_sealed = ["multipart/signed", "multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"];

    public bool Wants(AccountId account, StreamName stream, IReadOnlyList<EmailAddress> recipients, HeaderSection headers)
    {
        if (options.Streams.Count == 0 || recipients.Count != 1 || !options.Tracks(account, stream) || headers.Find("DKIM-Signature") is not null) return false;
        var type = headers.Find("Content-Type") is { } field ? headers.Value(field) : "";
        return (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)) && !s_sealed.Any(one => type.StartsWith(one, StringComparison.OrdinalIgnoreCase));
    }

    public byte[]? Rewrite(SubmittedMessage message)
    {
        var parted = PartedMessage.Read(message.Content);
        if (!parted.IsComplete || parted.Parts.Any(part => s_sealed.Contains(part.MediaType) || part.MediaType.EndsWith("-signature", StringComparison.Ordinal))) return null;
        if (!MemoryMarshal.TryGetArray(message.Content, out var whole)) return null;
        var end = message.Content.Span.IndexOf("\r\n\r\n"u8) + 4;
        if (end < 4) return null;
        var address = AddressKey.Of(message.Recipients[0]);
        using var body = new MemoryStream(message.Content.Length + 4096);
        var copied = end;
        foreach (var part in parted.Parts.Where(part => part.MediaType == "text/html" && part.Raw.Length is > 0 and <= MaxHtmlOctets))
        {
            if (Rewrite(part, message.Id, address) is not { } html || !MemoryMarshal.TryGetArray(part.Raw, out var raw) || raw.Array != whole.Array) continue;
            var start = raw.Offset - whole.Offset;
            body.Write(message.Content.Span[copied..start]);
            body.Write(html);
            copied = start + raw.Count;
        }

        if (copied == end) return null;
        body.Write(message.Content.Span[copied..]);
        return body.ToArray();
    }

    private byte[]? Rewrite(ReportPart part, SpoolId id, AddressKey address)
    {
        // An octet is a character: tags and targets are ASCII in every charset that mail of today has.
        if (part.Fields["Content-Type"] is { } type && ContentType.TryParse(type, out var parsed) && parsed.Charset is { } charset && charset.StartsWith("utf-", StringComparison.OrdinalIgnoreCase) && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)) return null;
        var html = Encoding.Latin1.GetString(part.Decode().Span);
        var links = HtmlLinkScanner.Scan(html, MaxLinks).Where(link => !IsOurs(link.Url)).ToList();
        var count = (byte)Math.Min(links.Count, byte.MaxValue);
        var text = new StringBuilder(html.Length + (links.Count * 600));
        var copied = 0;
        foreach (var link in links)
        {
            if (tokens.Write(new TrackedLink(id, address, link.Url, count)) is not { } token) continue;
            // On lines of its own: a line has at most 998 octets (RFC 5321 §4.5.3.1.6), and space between attributes may be one.
            text.Append(html, copied, link.AttributeStart - copied).Append("\r\nhref=\"").Append(options.Url).Append("/l/").Append(token).Append("\"\r\n");
            copied = link.End + 1;
        }

        var image = tokens.Write(new TrackedLink(id, address, "", count)) is { } open ? $"\r\n<img src=\"{options.Url}/o/{open}\" width=\"1\" height=\"1\" alt=\"\">\r\n" : "";
        var last = html.LastIndexOf("</body", StringComparison.OrdinalIgnoreCase);
        if (last < copied) text.Append(html, copied, html.Length - copied).Append(image);
        else text.Append(html, copied, last - copied).Append(image).Append(html, last, html.Length - last);
        return Encode(part, text.ToString());
    }

    private bool IsOurs(string url) => url.StartsWith(options.Links.PublicUrl + "/", StringComparison.OrdinalIgnoreCase) || url.StartsWith(options.Url + "/", StringComparison.OrdinalIgnoreCase);

    /// <returns>In the part's own transfer encoding, which its header names.</returns>
    private static byte[] Encode(ReportPart part, string html)
    {
        var octets = Encoding.Latin1.GetBytes(html);
        IMimeEncoder? encoder = (part.Fields["Content-Transfer-Encoding"] ?? "").Trim().ToLowerInvariant() switch
        {
            "base64" => new Base64Encoder(),
            "quoted-printable" => new QuotedPrintableEncoder(),
            _ => null,
        };
        if (encoder is null) return octets;
        var output = new byte[encoder.EstimateOutputLength(octets.Length)];
        var text = Encoding.Latin1.GetString(output, 0, encoder.Flush(octets, 0, octets.Length, output)).ReplaceLineEndings("\r\n");
        return Encoding.Latin1.GetBytes(text.EndsWith("\r\n", StringComparison.Ordinal) ? text : text + "\r\n");
    }
}
