using System.Collections.Immutable;
using Standfast.Mail;

namespace Standfast.Reputation.Bounces;

/// <summary>A report of RFC 3464, with what its text for people adds.</summary>
internal static class StandardReport
{
    public static BounceReport Build(InboundMail mail, List<StatusFields> groups)
    {
        var notice = Notice.Read(mail.NoticeText, mail.To);
        var recipients = groups.Select(group => One(group, notice, groups.Count)).ToImmutableArray();
        var first = groups[0];
        return new BounceReport(recipients, IsStandard: true)
        {
            ReportingMta = HostOf(first["Reporting-MTA"]),
            EnvelopeId = first["Original-Envelope-Id"] is { Length: > 0 and <= 200 } id ? id : null,
            MessageId = ReturnedHeader.MessageId(mail.Returned ?? notice.Returned),
            OriginalFrom = ReturnedHeader.From(mail.Returned ?? notice.Returned),
        };
    }

    private static BouncedRecipient One(StatusFields fields, Notice notice, int count)
    {
        var final = AddressOf(fields["Final-Recipient"]);
        var original = AddressOf(fields["Original-Recipient"]);
        var actual = AddressOf(fields["X-Actual-Recipient"]);
        if (!final.Contains('@', StringComparison.Ordinal)) final = original.Contains('@', StringComparison.Ordinal) ? original : actual.Contains('@', StringComparison.Ordinal) ? actual : final.Length > 0 ? final : original;
        var (own, other) = (notice.About(final), notice.About(original));
        var explanation = Notice.HasWords(own, final) ? own : Notice.HasWords(other, original) ? other : "";
        var diagnostic = OneLine.Of(AfterType(fields["Diagnostic-Code"]));
        var status = StatusCodes.Best(fields["Status"], diagnostic);
        return new BouncedRecipient(final, ActionOf(fields["Action"], status), status, diagnostic, HostOf(fields["Remote-MTA"]))
        {
            OriginalAddress = original.Length > 0 && !original.Equals(final, StringComparison.OrdinalIgnoreCase) ? original : null,
            Explanation = explanation,
            Notice = count == 1 ? notice.Whole : explanation.Length > 0 ? "" : notice.Common,
        };
    }

    private static BounceAction ActionOf(string action, EnhancedStatusCode? status)
    {
        if (action.StartsWith("fail", StringComparison.OrdinalIgnoreCase)) return BounceAction.Failed;
        if (action.StartsWith("delay", StringComparison.OrdinalIgnoreCase) || action.StartsWith("defer", StringComparison.OrdinalIgnoreCase)) return BounceAction.Delayed;
        if (action.StartsWith("deliver", StringComparison.OrdinalIgnoreCase)) return BounceAction.Delivered;
        if (action.StartsWith("relay", StringComparison.OrdinalIgnoreCase)) return BounceAction.Relayed;
        if (action.StartsWith("expand", StringComparison.OrdinalIgnoreCase)) return BounceAction.Expanded;
        return status?.Class switch { 2 => BounceAction.Delivered, 4 => BounceAction.Delayed, _ => BounceAction.Failed };
    }

    /// <summary>"rfc822; a@b" (RFC 3464 §2.3.2), as a bare address.</summary>
    private static string AddressOf(string field)
    {
        var text = AfterType(field);
        var open = text.LastIndexOf('<');
        if (open >= 0 && text.IndexOf('>', open) is > 0 and var close) text = text[(open + 1)..close];
        text = text.Trim().Trim('"', '\'', '<', '>', ',').Trim();
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space > 0 && !text.StartsWith('"')) text = text[..space];
        return text.Length <= 320 ? text : text[..320];
    }

    private static string? HostOf(string field)
    {
        var text = AfterType(field).Trim().Trim('.');
        var end = text.AsSpan().IndexOfAny(" (;,");
        if (end >= 0) text = text[..end];
        return text.Length is > 0 and <= 255 ? text.ToLowerInvariant() : null;
    }

    /// <summary>What stands behind "smtp;", "dns;" or "rfc822;"; a text without one is taken whole.</summary>
    private static string AfterType(string field)
    {
        var semicolon = field.IndexOf(';', StringComparison.Ordinal);
        if (semicolon is < 1 or > 20) return field.Trim();
        foreach (var letter in field.AsSpan(0, semicolon).Trim())
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '-')
                return field.Trim();
        return field[(semicolon + 1)..].Trim();
    }
}
