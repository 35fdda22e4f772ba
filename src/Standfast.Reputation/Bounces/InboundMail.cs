using System.Text;
using MimeKit;
using MimeKit.Text;

namespace Standfast.Reputation.Bounces;

/// <summary>A message taken apart, bounded: its header, its parts with text, and what was returned with it.</summary>
internal sealed class InboundMail
{
    private const int MaxParts = 50;
    private const int MaxTextLength = 64_000;

    private readonly MimeMessage _message;

    private InboundMail(MimeMessage message) => _message = message;

    /// <summary>Parts that are text or machine-readable, in order, up to the returned message.</summary>
    public List<MailPart> Parts { get; } = [];

    /// <summary>Header of the returned message; null where none came with it.</summary>
    public HeaderList? Returned { get; private set; }

    public string Subject => Field("Subject");

    public string From => _message.From.Mailboxes.FirstOrDefault()?.Address ?? Field("From");

    public IEnumerable<string> To => _message.To.Mailboxes.Take(20).Select(mailbox => mailbox.Address);

    /// <summary>"" where it is missing.</summary>
    public string Field(string name) => _message.Headers[name] ?? "";

    public bool HasType(string type, string subtype) => Parts.Exists(part => part.Type == $"{type}/{subtype}");

    /// <summary>The text for people, of all parts that have some.</summary>
    public string NoticeText => string.Join("\n\n", Parts.Where(part => part.IsForPeople).Select(part => part.Text));

    public static InboundMail? TryLoad(Stream stream, int maxOctets)
    {
        var bytes = Wire.Read(stream, maxOctets);
        try
        {
            using var memory = new MemoryStream(bytes, writable: false);
            var options = new ParserOptions { MaxMimeDepth = 12 };
            var mail = new InboundMail(MimeMessage.Load(options, memory));
            mail.Walk(mail._message.Body, 0);
            return mail;
        }
        catch (Exception exception) when (exception is FormatException or IOException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    private void Walk(MimeEntity? entity, int depth)
    {
        if (entity is null || depth > 12 || Parts.Count >= MaxParts) return;
        switch (entity)
        {
            case Multipart multipart:
                foreach (var child in multipart) Walk(child, depth + 1);
                // The boundary never comes, or is another than the header says: all of it is text.
                if (multipart.Count == 0 && multipart.Preamble is { Length: > 0 } text) Parts.Add(new MailPart("text/plain", Limit(text)));
                break;
            case MessagePart { Message: { } returned }:
                // Only a report within the report (a forwarded bounce) is looked into.
                Returned ??= returned.Headers;
                if (depth < 3 && returned.Body is MultipartReport report && Parts.Count == 0) Walk(report, depth + 1);
                break;
            case MimePart part:
                Add(part);
                break;
        }
    }

    private void Add(MimePart part)
    {
        var type = part.ContentType.MimeType.ToLowerInvariant();
        var text = part.IsAttachment && !type.StartsWith("message/", StringComparison.Ordinal) ? "" : Decode(part);
        if (type is "text/rfc822-headers" or "message/rfc822-headers" or "message/rfc822" or "message/partial")
        {
            Returned ??= ReturnedHeader.Parse(text);
            return;
        }

        if (type == "text/html") text = Parts.Exists(known => known.Type == "text/plain" && known.Text.Length > 0) ? "" : ToPlain(text);
        Parts.Add(new MailPart(type, text));
    }

    private static string Decode(MimePart part)
    {
        if (part is TextPart plain) return Limit(plain.Text);
        if (part.Content is null) return "";
        using var memory = new MemoryStream();
        part.Content.DecodeTo(memory);
        return Limit(Encoding.UTF8.GetString(memory.GetBuffer().AsSpan(0, (int)Math.Min(memory.Length, MaxTextLength * 2))));
    }

    private static string Limit(string text) => (text.Length > MaxTextLength ? text[..MaxTextLength] : text).ReplaceLineEndings("\n");

    private static string ToPlain(string html)
    {
        var plain = new StringBuilder();
        using var reader = new StringReader(html);
        var tokenizer = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        while (tokenizer.ReadNextToken(out var token) && plain.Length < MaxTextLength)
        {
            if (token is HtmlDataToken { Kind: HtmlTokenKind.Data } data) plain.Append(data.Data);
            else if (token is HtmlTagToken { Id: HtmlTagId.Br or HtmlTagId.P or HtmlTagId.Div or HtmlTagId.TR or HtmlTagId.LI or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 }) plain.Append('\n');
            else if (token is HtmlTagToken { Id: HtmlTagId.TD }) plain.Append(' ');
        }

        return plain.ToString();
    }
}
