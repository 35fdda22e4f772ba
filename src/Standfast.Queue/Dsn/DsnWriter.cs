using System.Text;
using Standfast.Mail;

namespace Standfast.Queue.Dsn;

/// <summary>Writes delivery status notifications (RFC 3464) in multipart/report (RFC 6522).</summary>
internal static class DsnWriter
{
    // A remote reply is quoted; this much of it says all.
    private const int MaxDiagnosticCharacters = 800;

    public static byte[] Write(SpoolId id, FailedMessage failed, IReadOnlyList<FailedRecipient> failures, byte[] originalHeader, string hostname, DateTimeOffset now)
    {
        var boundary = $"=_{id}_report";
        var text = new StringBuilder(2048 + (failures.Count * 512));
        WriteHeader(text, id, failed, boundary, hostname, now);
        WriteExplanation(text, failed, failures, boundary, hostname);
        WriteStatus(text, failed, failures, boundary, hostname);
        text.Append($"--{boundary}\r\nContent-Type: text/rfc822-headers\r\n\r\n");
        return [.. Encoding.UTF8.GetBytes(text.ToString()), .. originalHeader, .. Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n")];
    }

    private static void WriteHeader(StringBuilder text, SpoolId id, FailedMessage failed, string boundary, string hostname, DateTimeOffset now) => text
        .Append($"Date: {Rfc5322Date.Format(now)}\r\n")
        .Append($"From: Mail Delivery System <MAILER-DAEMON@{hostname}>\r\n")
        .Append($"To: <{failed.Sender}>\r\n")
        .Append("Subject: Undelivered mail returned to sender\r\n")
        .Append($"Message-ID: <{id}@{hostname}>\r\n")
        .Append("Auto-Submitted: auto-replied\r\n")
        .Append("MIME-Version: 1.0\r\n")
        .Append($"Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"{boundary}\"\r\n\r\n");

    private static void WriteExplanation(StringBuilder text, FailedMessage failed, IReadOnlyList<FailedRecipient> failures, string boundary, string hostname)
    {
        text.Append($"--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n")
            .Append($"This is the mail server {hostname}.\r\n\r\n")
            .Append($"Your message of {Rfc5322Date.Format(failed.AcceptedAt)} could not be delivered\r\nto the recipients below. It will not be tried again.\r\n");
        foreach (var failure in failures)
        {
            text.Append($"\r\n<{failure.Recipient}>\r\n")
                .Append(failure.IsExpired ? "    Given up after repeated temporary failures; the last one was:\r\n" : "    Refused:\r\n")
                .Append($"    {failure.RemoteHost} said: {Clean(failure.Reply.ToString())}\r\n");
        }

        text.Append("\r\n");
    }

    private static void WriteStatus(StringBuilder text, FailedMessage failed, IReadOnlyList<FailedRecipient> failures, string boundary, string hostname)
    {
        text.Append($"--{boundary}\r\nContent-Type: message/delivery-status\r\n\r\n")
            .Append($"Reporting-MTA: dns; {hostname}\r\n")
            .Append($"X-Standfast-Id: {failed.Id}\r\n")
            .Append($"Arrival-Date: {Rfc5322Date.Format(failed.AcceptedAt)}\r\n");
        foreach (var failure in failures)
        {
            text.Append($"\r\nFinal-Recipient: rfc822; {failure.Recipient}\r\n")
                .Append("Action: failed\r\n")
                .Append($"Status: {StatusOf(failure)}\r\n")
                .Append($"Remote-MTA: dns; {failure.RemoteHost}\r\n")
                .Append($"Diagnostic-Code: smtp; {Clean(failure.Reply.ToString())}\r\n");
        }

        text.Append("\r\n");
    }

    // RFC 3464 §2.3.4: the class of a failed recipient is 5 even if the last reply was temporary; 4.4.7 names expiry.
    private static EnhancedStatusCode StatusOf(FailedRecipient failure) =>
        failure.IsExpired ? new EnhancedStatusCode(5, 4, 7) : failure.Reply.Enhanced ?? new EnhancedStatusCode(5, 0, 0);

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
