using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

public sealed class DeferralCausesTests
{
    [Theory]
    [InlineData(451, "4.4.1", "connection refused", "connect", DeferralCause.NoConnection)]
    [InlineData(451, "4.4.2", "no reply within 300 s in rcpt", "rcpt", DeferralCause.NoConnection)]
    [InlineData(450, "4.7.1", "Greylisted, see https://postgrey.example", "rcpt", DeferralCause.Greylisted)]
    [InlineData(451, "", "Grey-listed: try again in 5 minutes", "rcpt", DeferralCause.Greylisted)]
    [InlineData(421, "4.7.0", "Our system has detected an unusual rate", "greeting", DeferralCause.RateLimited)]
    [InlineData(421, "", "try again later", "mail", DeferralCause.RateLimited)]
    [InlineData(450, "4.7.1", "policy", "rcpt", DeferralCause.RateLimited)]
    [InlineData(452, "", "Too many recipients", "rcpt", DeferralCause.RateLimited)]
    [InlineData(452, "4.2.2", "over quota", "rcpt", DeferralCause.MailboxFull)]
    [InlineData(451, "4.4.3", "DNS gives no answer", "route", DeferralCause.DnsFailure)]
    [InlineData(451, "4.3.0", "local error", "content", DeferralCause.Other)]
    [InlineData(450, "", "mailbox busy", "rcpt", DeferralCause.Other)]
    public void Cause_IsReadFromCodeTextAndPhase(int code, string enhanced, string text, string phase, DeferralCause expected)
    {
        EnhancedStatusCode? status = EnhancedStatusCode.TryParse(enhanced, out var parsed, out _) ? parsed : null;
        Assert.Equal(expected, DeferralCauses.Of(new SmtpReply(code, status, text), new AttemptDetail(1, "mx.example.net", null, null, phase)));
    }
}
