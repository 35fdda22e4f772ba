using Standfast.Mail;
using Standfast.Mail.Headers;

namespace Standfast.Reception.Content;

/// <summary>What a submitted header section must satisfy before anything else is asked of it.</summary>
internal static class HeaderRules
{
    // RFC 5322 §3.6: fields that may occur at most once. Receivers disagree about which of two they show; so none may be doubled.
    private static readonly string[] s_single = ["From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type"];

    /// <returns>Null when the header is fit to be sent for the account.</returns>
    public static SmtpReply? CheckSubmission(HeaderSection headers, AccountId account, ReceptionServices services, out EmailAddress? from)
    {
        from = null;
        foreach (var name in s_single)
            if (headers.Count(name) > 1)
                return Replies.BadHeader($"{name} occurs {headers.Count(name)} times, and may occur once (RFC 5322 section 3.6)");
        if (headers.Find("From") is not { } field) return Replies.BadHeader("From is missing (RFC 5322 section 3.6.2)");
        if (!FromHeader.TryParse(headers.Value(field), out from, out var error)) return Replies.BadHeader($"From: {error}");
        if (!services.Owns(account, from.Domain)) return Replies.FromNotOwned(from, account);
        if (headers.Find("Sender") is { } sender)
        {
            if (!FromHeader.TryParse(headers.Value(sender), out var address, out error)) return Replies.BadHeader($"Sender: {error}");
            if (!services.Owns(account, address.Domain)) return Replies.FromNotOwned(address, account);
        }

        return null;
    }
}
