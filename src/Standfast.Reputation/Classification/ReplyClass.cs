namespace Standfast.Reputation.Classification;

/// <summary>What a remote reply, or a bounce, means.</summary>
/// <param name="RuleId">The rule that decided, as in data/replies; "enhanced-code", "basic-code" or "none" where no rule knew it.</param>
/// <param name="Provider">Whose rule it is: a provider's name, "blocklist-quoted", "generic" or "".</param>
/// <param name="Action">What the owner should do, such as "request-delisting"; "" where nothing is known.</param>
/// <param name="IsTemporary">The remote side will take the message later, by what it said.</param>
/// <param name="IsCertain">A rule knew the text; else it was read from the codes alone.</param>
public sealed record ReplyClass(string RuleId, string Provider, ReplyCause Cause, FaultScope Scope, FaultSeverity Severity, string Action, bool IsTemporary, bool IsCertain)
{
    /// <summary>It says something of us and our machines or of the message, not of the recipient: it never suppresses one.</summary>
    public bool IsInfrastructure => Scope is not FaultScope.Recipient;

    /// <summary>The recipient is gone for good: mail to it ends. In doubt it is not, for a mailbox that is dead refuses again, but one that is suppressed by mistake is lost.</summary>
    public bool EndsRecipient => Scope is FaultScope.Recipient && !IsTemporary && Cause is ReplyCause.NoSuchUser or ReplyCause.MailboxDisabled;
}
