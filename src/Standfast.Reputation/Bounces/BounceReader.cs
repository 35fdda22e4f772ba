using System.Diagnostics.CodeAnalysis;

namespace Standfast.Reputation.Bounces;

/// <summary>
/// Reads delivery status notifications of every shape: RFC 3464, what servers sent before it and beside it, and text for people only.
/// Never throws on what a message says; reads at most <see cref="MaxOctets"/> of it. May be called concurrently.
/// </summary>
public static class BounceReader
{
    /// <summary>Ours; what counts stands before the returned message.</summary>
    public const int MaxOctets = 512 * 1024;

    /// <summary>Ours: of more in one report the first count.</summary>
    public const int MaxRecipients = 100;

    /// <summary>True where the message is a bounce that names a recipient; one whose recipient is not told has the address "".</summary>
    public static bool TryRead(Stream message, [NotNullWhen(true)] out BounceReport? report) => Read(message, out report) == InboundKind.Bounce;

    /// <param name="message">Header section, empty line, body; a leading mbox line is allowed. Left open.</param>
    /// <param name="report">Not null for <see cref="InboundKind.Bounce"/> only.</param>
    public static InboundKind Read(Stream message, out BounceReport? report)
    {
        report = null;
        if (InboundMail.TryLoad(message, MaxOctets) is not { } mail) return InboundKind.Other;
        if (mail.HasType("message", "feedback-report")) return InboundKind.FeedbackReport;
        if (mail.HasType("message", "disposition-notification")) return InboundKind.ReadReceipt;
        if (StatusFields.ReadAll(mail) is { Count: > 0 } groups)
        {
            report = StandardReport.Build(mail, groups);
            return InboundKind.Bounce;
        }

        report = SesNotification.TryRead(mail);
        if (report is not null) return InboundKind.Bounce;
        if (AutoReplies.IsAutoReply(mail)) return InboundKind.AutoReply;
        if (!BounceSigns.LooksLikeBounce(mail)) return InboundKind.Other;
        report = NoticeReport.Build(mail);
        return report is null ? InboundKind.Other : InboundKind.Bounce;
    }
}
