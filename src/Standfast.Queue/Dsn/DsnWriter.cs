using System.Text;
using Standfast.Mail;
using Standfast.Mail.Notifications;

namespace Standfast.Queue.Dsn;

/// <summary>Writes delivery status notifications (RFC 3464) in multipart/report (RFC 6522), for UTF-8 addresses by RFC 6533.</summary>
internal static class DsnWriter
{
    // A remote reply is quoted; this much of it says all.
    private const int MaxDiagnosticCharacters = 800;

    /// <param name="recipients">Of one kind: all failed or expired, all delayed, or all relayed or delivered.</param>
    public static byte[] Write(SpoolId id, ReportSubject subject, IReadOnlyList<ReportedRecipient> recipients, string hostname, DateTimeOffset now)
    {
        var boundary = $"=_{id}_report";
        var isGlobal = !System.Text.Ascii.IsValid(subject.Sender.ToString()) || recipients.Any(recipient => !System.Text.Ascii.IsValid(recipient.Recipient.ToString()));
        var text = new StringBuilder(2048 + (recipients.Count * 512));
        WriteHeader(text, id, subject, recipients[0].Action, boundary, hostname, now);
        WriteExplanation(text, subject, recipients, boundary, hostname);
        WriteStatus(text, subject, recipients, boundary, hostname, isGlobal, now);
        text.Append($"--{boundary}\r\nContent-Type: {ReturnedType(subject.IsWhole, isGlobal)}\r\n");
        if (!System.Text.Ascii.IsValid(subject.Returned)) text.Append("Content-Transfer-Encoding: 8bit\r\n");
        text.Append("\r\n");
        var end = subject.Returned.AsSpan().EndsWith("\r\n"u8) || subject.Returned.Length == 0 ? "" : "\r\n";
        return [.. Encoding.UTF8.GetBytes(text.ToString()), .. subject.Returned, .. Encoding.ASCII.GetBytes($"{end}\r\n--{boundary}--\r\n")];
    }

    private static string ReturnedType(bool isWhole, bool isGlobal) => (isWhole, isGlobal) switch
    {
        (true, false) => "message/rfc822",
        (true, true) => "message/global",
        (false, false) => "text/rfc822-headers",
        (false, true) => "message/global-headers",
    };

    private static void WriteHeader(StringBuilder text, SpoolId id, ReportSubject subject, DsnAction action, string boundary, string hostname, DateTimeOffset now) => text
        .Append($"Date: {Rfc5322Date.Format(now)}\r\n")
        .Append($"From: Mail Delivery System <MAILER-DAEMON@{hostname}>\r\n")
        .Append($"To: <{subject.Sender}>\r\n")
        .Append($"Subject: {SubjectOf(action)}\r\n")
        .Append($"Message-ID: <{id}@{hostname}>\r\n")
        .Append("Auto-Submitted: auto-replied\r\n")
        .Append("MIME-Version: 1.0\r\n")
        .Append($"Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"{boundary}\"\r\n\r\n");

    private static string SubjectOf(DsnAction action) => action switch
    {
        DsnAction.Failed or DsnAction.Expired => "Undelivered mail returned to sender",
        DsnAction.Delayed => "Delayed mail, still being tried",
        _ => "Mail delivered",
    };

    private static void WriteExplanation(StringBuilder text, ReportSubject subject, IReadOnlyList<ReportedRecipient> recipients, string boundary, string hostname)
    {
        text.Append($"--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
            .Append($"This is the mail server {hostname}.\r\n\r\n")
            .Append($"Your message of {Rfc5322Date.Format(subject.AcceptedAt)}\r\n{SummaryOf(recipients[0].Action)}\r\n");
        foreach (var recipient in recipients)
        {
            text.Append($"\r\n<{recipient.Recipient}>\r\n").Append(recipient.Action switch
            {
                DsnAction.Failed => "    Refused:\r\n",
                DsnAction.Expired => "    Given up; the last word was:\r\n",
                DsnAction.Delayed => "    Still being tried; the last word was:\r\n",
                DsnAction.Relayed => "    Handed to a server that sends no notifications of success:\r\n",
                _ => "    Put into the mailbox:\r\n",
            }).Append($"    {recipient.RemoteHost ?? hostname} said: {Clean(recipient.Reply.ToString())}\r\n");
        }

        text.Append("\r\n");
    }

    private static string SummaryOf(DsnAction action) => action switch
    {
        DsnAction.Failed or DsnAction.Expired => "could not be delivered to the recipients below. It will not be tried again.",
        DsnAction.Delayed => "has not been delivered yet to the recipients below. You need do nothing.",
        _ => "went on to the recipients below, as you asked to be told.",
    };

    private static void WriteStatus(StringBuilder text, ReportSubject subject, IReadOnlyList<ReportedRecipient> recipients, string boundary, string hostname, bool isGlobal, DateTimeOffset now)
    {
        text.Append($"--{boundary}\r\nContent-Type: message/{(isGlobal ? "global-" : "")}delivery-status\r\n{(isGlobal ? "Content-Transfer-Encoding: 8bit\r\n" : "")}\r\n");
        if (subject.EnvelopeId is { } envelopeId && Xtext.TryDecode(envelopeId, out var decoded)) text.Append($"Original-Envelope-Id: {Clean(decoded)}\r\n");
        text.Append($"Reporting-MTA: dns; {hostname}\r\n")
            .Append($"X-Standfast-Id: {subject.Id}\r\n")
            .Append($"Arrival-Date: {Rfc5322Date.Format(subject.AcceptedAt)}\r\n");
        foreach (var recipient in recipients)
        {
            text.Append("\r\n");
            if (recipient.Original is { } original && TryReadOriginal(original, out var type, out var address)) text.Append($"Original-Recipient: {type}; {Clean(address)}\r\n");
            text.Append($"Final-Recipient: {(System.Text.Ascii.IsValid(recipient.Recipient.ToString()) ? "rfc822" : "utf-8")}; {recipient.Recipient}\r\n")
                .Append($"Action: {recipient.ActionName}\r\n")
                .Append($"Status: {recipient.Status}\r\n");
            if (recipient.RemoteHost is { } host) text.Append($"Remote-MTA: dns; {host}\r\n");
            text.Append($"Diagnostic-Code: {(recipient.RemoteHost is null ? "x-standfast" : "smtp")}; {Clean(recipient.Reply.ToString())}\r\n")
                .Append($"Last-Attempt-Date: {Rfc5322Date.Format(now)}\r\n");
            if (recipient.RetryUntil is { } until) text.Append($"Will-Retry-Until: {Rfc5322Date.Format(until)}\r\n");
        }

        text.Append("\r\n");
    }

    // ORCPT = addr-type ";" xtext     (RFC 3461 §4.2)
    private static bool TryReadOriginal(string original, out string type, out string address)
    {
        var semicolon = original.IndexOf(';', StringComparison.Ordinal);
        type = semicolon < 0 ? "" : original[..semicolon];
        address = "";
        if (semicolon <= 0 || !Xtext.TryDecode(original.AsSpan(semicolon + 1), out var decoded)) return false;
        address = decoded;
        return true;
    }

    /// <summary>Peers' text goes into a header-like field: no line ends, no control characters, bounded.</summary>
    private static string Clean(string text)
    {
        if (text.Length > MaxDiagnosticCharacters) text = text[..MaxDiagnosticCharacters];
        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var index = 0; index < source.Length; index++) target[index] = source[index] is < ' ' or > '~' ? '?' : source[index];
        });
    }
}
