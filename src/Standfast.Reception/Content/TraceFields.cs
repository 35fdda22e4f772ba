using System.Text;
using Standfast.Mail;
using Standfast.Smtp.Server;

namespace Standfast.Reception.Content;

/// <summary>Writes the fields that reception puts before a message.</summary>
internal static class TraceFields
{
    // Received: from HELO ([ADDRESS]) by HOST with PROTOCOL id ID; DATE     (RFC 5321 §4.4)
    public static string Received(SessionContext session, Transaction transaction, SpoolId id, string hostname, DateTimeOffset now)
    {
        var field = new StringBuilder(256);
        field.Append("Received: from ").Append(Clean(session.HeloName ?? "unknown"));
        if (session.Remote is System.Net.IPEndPoint remote) field.Append(" ([").Append(AddressLiteral(remote.Address)).Append("])");
        field.Append("\r\n\tby ").Append(hostname).Append(" with ").Append(Protocol(session)).Append(" id ").Append(id.ToString());
        if (session.Tls is not null) field.Append("\r\n\t(").Append(Clean(session.Tls)).Append(')');
        if (transaction.Recipients.Count == 1) field.Append("\r\n\tfor <").Append(transaction.Recipients[0]).Append('>');
        return field.Append(";\r\n\t").Append(Rfc5322Date.Format(now)).Append("\r\n").ToString();
    }

    public static string Date(DateTimeOffset now) => $"Date: {Rfc5322Date.Format(now)}\r\n";

    public static string MessageId(SpoolId id, string hostname) => $"Message-ID: <{id}@{hostname}>\r\n";

    // RFC 3848: with-protocol types.
    private static string Protocol(SessionContext session) =>
        !session.IsEsmtp ? "SMTP" : "ESMTP" + (session.Tls is null ? "" : "S") + (session.UserName is null ? "" : "A");

    private static string AddressLiteral(System.Net.IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"IPv6:{address}" : address.ToString();
    }

    /// <summary>What a peer gave goes into our field: printable ASCII without the characters that end a comment.</summary>
    private static string Clean(string text) => string.Create(Math.Min(text.Length, 255), text, static (target, source) =>
    {
        for (var index = 0; index < target.Length; index++)
            target[index] = source[index] is > ' ' and <= '~' and not ('(' or ')' or '<' or '>' or ';' or '\\') || source[index] == ' ' ? source[index] : '?';
    });
}
