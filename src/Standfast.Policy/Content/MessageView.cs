using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using MimeKit;

namespace Standfast.Policy.Content;

/// <summary>
/// What a recipient would see of a message: decoded texts, links and attachments. Whatever the bytes are, it is made: what cannot be
/// parsed is text.
/// </summary>
public sealed partial class MessageView
{
    /// <summary>Parts beyond this are not looked at, and <see cref="IsTruncated"/> says so; ours.</summary>
    public const int MaxParts = 200;

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

    public IReadOnlyList<LinkView> Links { get; private init; } = [];

    public IReadOnlyList<AttachmentView> Attachments { get; private init; } = [];

    /// <summary>img elements.</summary>
    public int Images { get; private init; }

    /// <summary>Not all of it was looked at.</summary>
    public bool IsTruncated { get; private init; }

    /// <param name="content">Header section, empty line, body.</param>
    public static MessageView Parse(ReadOnlyMemory<byte> content)
    {
        MimeMessage message;
        using (var stream = new MemoryStream(content.ToArray()))
        {
            try
            {
                message = MimeMessage.Load(stream);
            }
            catch (FormatException)
            {
                return new MessageView { Text = System.Text.Encoding.Latin1.GetString(content.Span) };
            }
        }

        using (message)
        {
            var (text, html) = (new List<string>(), new List<string>());
            var attachments = new List<AttachmentView>();
            var parts = 0;
            foreach (var entity in message.BodyParts)
            {
                if (++parts > MaxParts) break;
                if (entity is TextPart { IsAttachment: false } part) (part.IsHtml ? html : text).Add(part.Text ?? "");
                else if (entity is MimePart other) attachments.Add(Decode(other));
                else if (entity is MessagePart nested) attachments.Add(Decode(nested));
            }

            var source = string.Join('\n', html);
            var (visible, links, images) = Read(source);
            links.AddRange(text.SelectMany(one => PlainLink().Matches(one)).Select(match => new LinkView(match.Value, null, HostOf(match.Value))));
            return new MessageView
            {
                Subject = message.Subject ?? "", Text = string.Join('\n', text), Html = source, VisibleText = visible, Links = links, Images = images, Attachments = attachments, IsTruncated = parts > MaxParts,
            };
        }
    }

    private static AttachmentView Decode(MimePart part)
    {
        using var decoded = new MemoryStream();
        part.Content?.DecodeTo(decoded);
        return new AttachmentView(part.FileName ?? "", part.ContentType.MimeType.ToLowerInvariant(), decoded.ToArray()) { IsInline = part.ContentId is not null };
    }

    /// <summary>A message within the message, as it would be saved.</summary>
    private static AttachmentView Decode(MessagePart part)
    {
        using var written = new MemoryStream();
        part.Message?.WriteTo(written);
        return new AttachmentView(part.ContentDisposition?.FileName ?? part.ContentType.Name ?? "message.eml", "message/rfc822", written.ToArray());
    }

    private static (string Visible, List<LinkView> Links, int Images) Read(string html)
    {
        if (html.Length == 0) return ("", [], 0);
        using var document = new HtmlParser().ParseDocument(html);
        var links = document.QuerySelectorAll("a[href]").Select(element => (Href: element.GetAttribute("href")!.Trim(), Text: element.TextContent.Trim())).Select(link => new LinkView(link.Href, link.Text, HostOf(link.Href))).ToList();
        foreach (var element in document.QuerySelectorAll("script,style,head").ToList()) element.Remove();
        return (document.Body?.TextContent ?? "", links, document.QuerySelectorAll("img").Length);
    }

    private static string? HostOf(string href) =>
        Uri.TryCreate(href, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "ftp" && uri.Host.Length > 0 ? uri.IdnHost.TrimEnd('.').ToLowerInvariant() : null;

    [GeneratedRegex(@"https?://[^\s<>""')\]]+", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex PlainLink();
}
