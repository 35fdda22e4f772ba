using Standfast.Reputation.Classification;

namespace Standfast.Recovery.Explaining;

/// <summary>What a remote reply means and what is to be done, in plain words.</summary>
internal static class CauseWords
{
    /// <summary>The end of a sentence that begins with the provider's name.</summary>
    public static string Meaning(ReplyClass read) => read.Cause switch
    {
        ReplyCause.RateLimit => "wants less mail or fewer connections from us for now",
        ReplyCause.Blocklist => read.Scope == FaultScope.Domain ? "refuses our domain because it stands on a blocklist" : "refuses our address because it stands on a blocklist",
        ReplyCause.IpReputation => "does not trust the address that we send from",
        ReplyCause.DomainReputation => "does not trust the domain that we send as",
        ReplyCause.NoSuchUser => "says that the mailbox does not exist",
        ReplyCause.MailboxDisabled => "says that the mailbox exists and takes no mail",
        ReplyCause.MailboxFull => "says that the mailbox is full",
        ReplyCause.SpamContent => "takes the message for spam",
        ReplyCause.PhishingUrl => "refuses the message for a link in it",
        ReplyCause.Malware => "refuses the message for malware in it",
        ReplyCause.Complaint => "refuses us because too many of its users marked our mail as spam",
        ReplyCause.AuthSpf => "refuses the message because SPF does not pass",
        ReplyCause.AuthDkim => "refuses the message because its DKIM signature does not hold",
        ReplyCause.AuthDmarc => "refuses the message because it fails the DMARC policy of its From domain",
        ReplyCause.PtrMissing => "refuses our address because it has no name in DNS, or one that does not lead back to it",
        ReplyCause.DynamicIp => "takes our address for one of a dial-up range",
        ReplyCause.Dns => "could not resolve a name in DNS",
        ReplyCause.TlsRequired => "takes mail over TLS only",
        ReplyCause.Greylist => "asks new senders to try again later, which is usual",
        ReplyCause.RelayDenied => "takes no mail for that recipient from us",
        ReplyCause.Protocol => "objects to the form of the message or of the dialogue",
        ReplyCause.Size => "says that the message is too large",
        ReplyCause.AccountSuspendedByProvider => "has suspended our account",
        ReplyCause.SendingLimitExceeded => "says that the sending limit of our account is reached",
        _ => read.IsTemporary ? "could not take it, for a reason that is not known here" : "refused it, for a reason that is not known here",
    };

    public static string NextStep(ReplyClass read) => read.Cause switch
    {
        ReplyCause.RateLimit or ReplyCause.Greylist => "nothing: it is tried again at a pace that the provider takes",
        ReplyCause.Blocklist => "\"standfast listing ls\" shows the listing; end its cause before asking for removal at the address in the reply",
        ReplyCause.IpReputation or ReplyCause.DomainReputation or ReplyCause.Complaint => "\"standfast incident ls\" shows what is open with the provider; find what it objects to before asking it",
        ReplyCause.NoSuchUser or ReplyCause.MailboxDisabled => "take the address off your lists",
        ReplyCause.MailboxFull => "nothing: it is tried again; take the address off where it stays full for weeks",
        ReplyCause.SpamContent or ReplyCause.PhishingUrl => "\"standfast content check FILE\" shows what filters object to; change the message",
        ReplyCause.Malware => "find out how the file got into the message; clean the machine that made it",
        ReplyCause.AuthSpf or ReplyCause.AuthDkim or ReplyCause.AuthDmarc => "\"standfast domain check NAME\" compares what is published with what is needed",
        ReplyCause.PtrMissing or ReplyCause.DynamicIp => "let the owner of the address set its reverse name to the server's host name",
        ReplyCause.Dns => "check that the names of the server and of the sender's domain resolve from outside",
        ReplyCause.TlsRequired => "check the log for why TLS failed; mail is not sent there in the clear",
        ReplyCause.Size => "make the message smaller, or send a link",
        ReplyCause.AccountSuspendedByProvider => "answer the provider's notice; \"standfast incident ls\" has its words",
        ReplyCause.SendingLimitExceeded => "wait until the limit is renewed, or ask the provider for a higher one",
        _ => read.IsTemporary ? "nothing yet: it is tried again" : "read the reply; ask the receiver's postmaster where it does not say enough",
    };
}
