using System.Text;
using MimeKit;
using Standfast.Recovery.Playbooks;
using Standfast.Recovery.Requests.Rendering;

namespace Standfast.Recovery.Requests;

/// <summary>The letter as a message that a mail program opens as a draft, with the evidence attached as Markdown.</summary>
public static class EmlRenderer
{
    /// <param name="draft">With something to ask for.</param>
    /// <param name="messageId">Of a message that is to be sent as it is; null for a draft.</param>
    public static byte[] Render(RequestDraft draft, string? messageId = null)
    {
        using var message = new MimeMessage
        {
            Subject = draft.Subject,
            Date = draft.Facts.Now,
            MessageId = messageId ?? $"{draft.Facts.Incident.Id}.{draft.Playbook.Id}.{draft.Facts.Now.UtcTicks}@{(draft.Facts.Hostname.Length > 0 ? draft.Facts.Hostname : "localhost")}".ToLowerInvariant(),
        };
        if (MailboxAddress.TryParse(draft.Facts.ContactMailbox, out var from)) message.From.Add(new MailboxAddress(Encoding.UTF8, draft.Facts.ContactName, from.Address));
        if (draft.Route.Kind == RouteKind.Mail && MailboxAddress.TryParse(draft.Route.To, out var to)) message.To.Add(to);
        if (messageId is null) message.Headers.Add("X-Unsent", "1");
        var letter = new TextPart("plain") { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        letter.SetText(Encoding.UTF8, draft.Letter);
        var evidence = new TextPart("markdown") { ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = $"{draft.Facts.Incident.Id}-evidence.md" }, ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        evidence.SetText(Encoding.UTF8, MarkdownRenderer.Render(RequestPages.EvidenceOnly(draft)));
        message.Body = new Multipart("mixed") { letter, evidence };
        using var stream = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(format, stream);
        return stream.ToArray();
    }
}
