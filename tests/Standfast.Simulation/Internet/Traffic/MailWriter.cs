using System.Globalization;
using System.Text;

namespace Standfast.Simulation.Internet.Traffic;

/// <summary>Writes messages as programs submit them.</summary>
internal static class MailWriter
{
    public const string PlainText = "Content-Type: text/plain; charset=utf-8\r\n";

    /// <param name="from">Address, or name and address.</param>
    /// <param name="fields">Further header fields, each ended by CRLF.</param>
    /// <param name="type">Content-Type and what belongs to it, ended by CRLF.</param>
    public static byte[] Write(int number, string domain, string from, IReadOnlyList<string> recipients, string subject, DateTimeOffset at, string fields, string type, string body)
    {
        var to = recipients.Count == 1 ? recipients[0] : "undisclosed-recipients:;";
        var date = at.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($"From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {date} +0000\r\nMessage-ID: <m{number}@{domain}>\r\nMIME-Version: 1.0\r\n{type}{fields}\r\n{body}\r\n");
    }

    /// <summary>Content type and body of a short text with one attachment.</summary>
    public static (string Type, string Body) Attach(string text, string name, string type, byte[] content) => (
        "Content-Type: multipart/mixed; boundary=bound\r\n",
        $"--bound\r\n{PlainText}\r\n{text}\r\n--bound\r\nContent-Type: {type}; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}\r\n--bound--");
}
