using Standfast.Reputation.Classification;

namespace Standfast.Tests.Reputation.States;

/// <summary>Reads a reply by the word that the test put into it: ip-block, quoted, domain-block, account-block, throttle, spam-content; all else is about the recipient.</summary>
internal sealed class FakeReplies : IReplyClassifier
{
    public ReplyClass Classify(string text, string? provider, string? phase = null, bool isOwnRelay = false) =>
        text.Contains("ip-block", StringComparison.Ordinal) ? Of("google", ReplyCause.IpReputation, FaultScope.Ip, FaultSeverity.Suspend)
        : text.Contains("quoted", StringComparison.Ordinal) ? Of("generic", ReplyCause.Blocklist, FaultScope.Ip, FaultSeverity.Suspend)
        : text.Contains("domain-block", StringComparison.Ordinal) ? Of("google", ReplyCause.DomainReputation, FaultScope.Domain, FaultSeverity.Suspend)
        : text.Contains("account-block", StringComparison.Ordinal) ? Of("sendgrid", ReplyCause.AccountSuspendedByProvider, FaultScope.Account, FaultSeverity.Suspend)
        : text.Contains("throttle", StringComparison.Ordinal) ? Of("google", ReplyCause.RateLimit, FaultScope.Ip, FaultSeverity.Throttle)
        : text.Contains("spam-content", StringComparison.Ordinal) ? Of("google", ReplyCause.SpamContent, FaultScope.Message, FaultSeverity.Warn)
        : new ReplyClass("enhanced-code", "", ReplyCause.NoSuchUser, FaultScope.Recipient, FaultSeverity.Info, "", false, false);

    private static ReplyClass Of(string provider, ReplyCause cause, FaultScope scope, FaultSeverity severity) => new("test", provider, cause, scope, severity, "", false, true);
}
