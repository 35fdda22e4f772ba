using Standfast.Accounts;
using Standfast.Mail;

namespace Standfast.Reception;

internal static class LocalRecipients
{
    /// <summary>postmaster and abuse exist at every domain (RFC 2142 §4, RFC 5321 §4.5.1).</summary>
    public static bool Exists(SenderDomain domain, EmailAddress recipient)
    {
        if (domain.Mailboxes.IsDefaultOrEmpty) return true;
        var local = recipient.LocalPart.ToLowerInvariant();
        return local is "postmaster" or "abuse" || domain.Mailboxes.Contains(local);
    }
}
