using System.Text;
using Standfast.Mail;
using Standfast.Reputation.Feedback.Complaints;
using Standfast.Reputation.Feedback.Dmarc;
using Standfast.Reputation.Feedback.Parts;
using Standfast.Reputation.Feedback.Postmaster;
using Standfast.Reputation.Feedback.Snds;
using Standfast.Reputation.Feedback.Tls;
using Standfast.Reputation.Feedback.Unpacking;

namespace Standfast.Reputation.Feedback.Reports;

/// <summary>Says what a message or a file is, by what is in it. Never throws; may be called concurrently.</summary>
public sealed class ReportReader(FeedbackReportReader feedback)
{
    /// <summary>Of a file of rows, unpacked; ours.</summary>
    private const int MaxTableOctets = 16 * 1024 * 1024;

    /// <summary>Attachments of one message that are read to their end; ours. A report is one.</summary>
    private const int MaxTries = 3;

    /// <summary>Enough to see a root element after declaration and comments.</summary>
    private const int PeekOctets = 2_048;

    /// <summary>A report by mail: ARF, or an aggregate report of DMARC or TLS as an attachment or body (RFC 7489 §7.2.1.1, RFC 8460 §5.3).</summary>
    public ReceivedReport Read(PartedMessage message)
    {
        if (feedback.Read(message) is { } report) return new ReceivedReport.Feedback(report);
        ReceivedReport.None? reason = null;
        var tries = 0;
        foreach (var part in message.Parts)
        {
            if (tries == MaxTries) break;
            if (part.MediaType is "text/html" or "message/rfc822") continue;
            var content = part.Decode();
            switch (KindOf(content))
            {
                case Kind.Xml:
                    tries++;
                    if (DmarcReportReader.TryRead(content, out var dmarc, out var error)) return new ReceivedReport.Dmarc(dmarc);
                    reason ??= new ReceivedReport.None($"is no DMARC report: {error}");
                    break;
                case Kind.Json:
                    tries++;
                    if (TlsReportReader.TryRead(content, out var tls, out _)) return new ReceivedReport.Tls(tls);
                    break;
                default:
                    break;
            }
        }

        return reason ?? new ReceivedReport.None("holds no report that is known");
    }

    /// <summary>A file that somebody gives: one of the above by itself or in a message, or an export of SNDS or Postmaster Tools.</summary>
    /// <param name="domain">Whose a table is that does not say it.</param>
    public ReceivedReport Read(ReadOnlyMemory<byte> file, DomainName? domain)
    {
        switch (KindOf(file))
        {
            case Kind.Xml:
                return DmarcReportReader.TryRead(file, out var dmarc, out var error) ? new ReceivedReport.Dmarc(dmarc) : new ReceivedReport.None($"is no DMARC report: {error}");
            case Kind.Json:
                if (TlsReportReader.TryRead(file, out var tls, out var why)) return new ReceivedReport.Tls(tls);
                return PackedReport.Unpack(file, MaxTableOctets) is { } json && PostmasterFile.ReadJson(json) is { Count: > 0 } rows ? new ReceivedReport.Postmaster(rows) : new ReceivedReport.None($"is neither a TLS report ({why}) nor an answer of Postmaster Tools");
            default:
                break;
        }

        if (PackedReport.Unpack(file, MaxTableOctets) is not { } unpacked) return new ReceivedReport.None($"is damaged, or larger than {MaxTableOctets} octets");
        var text = Encoding.UTF8.GetString(unpacked).TrimStart('\uFEFF');
        if (SndsFile.Looks(text)) return new ReceivedReport.Snds(SndsFile.Read(text));
        if (text.StartsWith("date", StringComparison.OrdinalIgnoreCase))
            return PostmasterFile.ReadCsv(text, domain) is { Count: > 0 } table ? new ReceivedReport.Postmaster(table) : new ReceivedReport.None("is a table of days without a column Domain; name the domain (--domain)");
        return Read(PartedMessage.Read(file));
    }

    private static Kind KindOf(ReadOnlyMemory<byte> content)
    {
        var head = PackedReport.Peek(content, PeekOctets).Span;
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        // UTF-16, of which XML readers know the rest.
        if (head.Length > 3 && head[0] is 0xFF or 0xFE && head[1] is 0xFF or 0xFE) return Kind.Xml;
        head = head.TrimStart(" \t\r\n"u8);
        return head.IsEmpty ? Kind.Other : head[0] switch { (byte)'<' when !head.StartsWith("<html"u8) && !head.StartsWith("<!DOCTYPE html"u8) => Kind.Xml, (byte)'{' => Kind.Json, _ => Kind.Other };
    }

    private enum Kind
    {
        Other,
        Xml,
        Json,
    }
}
