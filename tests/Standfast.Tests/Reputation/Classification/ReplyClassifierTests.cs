using Standfast.Reputation.Classification;

namespace Standfast.Tests.Reputation.Classification;

public sealed class ReplyClassifierTests
{
    private static readonly ReplyClassifier s_empty = new(ReplyRules.Empty);

    [Theory]
    [InlineData("550 5.1.1 <x@example.net>: Recipient address rejected: User unknown in local recipient table")]
    [InlineData("550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces.")]
    [InlineData("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient x@example.net not found by SMTP address lookup")]
    [InlineData("551 5.1.6 User has moved")]
    [InlineData("550 5.2.1 Mailbox disabled")]
    [InlineData("550 No such user")]
    [InlineData("550 5.1.1 ")]
    public void GoneRecipient_IsSuppressed_WhereOneWasNamed(string reply)
    {
        Assert.True(Shipped(reply, "rcpt").EndsRecipient);
        Assert.True(Shipped(reply, "content").EndsRecipient);
        foreach (var phase in (string[])["connect", "greeting", "ehlo", "starttls", "auth", "mail"]) Assert.False(Shipped(reply, phase).EndsRecipient);
        Assert.False(Shipped("4" + reply[1..].Replace(" 5.", " 4.", StringComparison.Ordinal), "rcpt").EndsRecipient);
    }

    [Theory]
    [InlineData("550 5.7.1 Service unavailable; client host blocked using a blocklist")]
    [InlineData("550 5.7.26 This mail has been blocked because the sender is unauthenticated")]
    [InlineData("550 5.7.1 [192.0.2.1] Our system has detected that this message is likely suspicious due to the very low reputation of the sending IP address")]
    [InlineData("550 5.1.1 unfortunately, messages from [192.0.2.1] weren't sent: part of their network is on our block list (S3150)")]
    [InlineData("554 5.1.1 rejected: listed by a DNSBL")]
    [InlineData("550 5.1.1 refused for policy reasons")]
    [InlineData("550 5.1.1 we do not take mail from you")]
    [InlineData("550 5.2.1 The user you are trying to contact is receiving mail too fast")]
    [InlineData("552 5.2.2 Mailbox full")]
    [InlineData("556 5.1.10 Recipient address has null MX")]
    [InlineData("550 5.1.2 Host unknown")]
    [InlineData("450 4.1.1 try later")]
    [InlineData("550 5.2.1 Mailbox unavailable. Your IP address 192.0.2.1 is blacklisted using SPAMHAUS-XBL")]
    [InlineData("550 5.7.1 <x@example.net>: Recipient address rejected: https://www.spamhaus.org/query/ip/192.0.2.1")]
    [InlineData("550 5.1.1 <x@example.net>: Sender address rejected: not logged in")]
    [InlineData("550 Your account has been suspended")]
    [InlineData("550 Rejected")]
    [InlineData("550")]
    [InlineData("")]
    public void NobodyIsSuppressed_ForUs_OrInDoubt(string reply)
    {
        foreach (var phase in (string?[])["rcpt", "content", null])
        {
            Assert.False(Shipped(reply, phase).EndsRecipient);
            Assert.False(s_empty.Classify(reply, null, phase).EndsRecipient);
        }
    }

    [Theory]
    [InlineData("550 5.1.1 x", "rcpt", ReplyCause.NoSuchUser, FaultScope.Recipient)]
    [InlineData("550 5.1.1 x", "mail", ReplyCause.NoSuchUser, FaultScope.Domain)]
    [InlineData("552 5.2.2 x", null, ReplyCause.MailboxFull, FaultScope.Recipient)]
    [InlineData("550 5.7.25 x", null, ReplyCause.PtrMissing, FaultScope.Ip)]
    [InlineData("550 5.7.26 x", null, ReplyCause.AuthDmarc, FaultScope.Domain)]
    [InlineData("552 5.3.4 x", null, ReplyCause.Size, FaultScope.Message)]
    [InlineData("550 sorry (#5.1.1)", "rcpt", ReplyCause.NoSuchUser, FaultScope.Recipient)]
    [InlineData("554 x", "greeting", ReplyCause.Other, FaultScope.Ip)]
    [InlineData("554 x", "mail", ReplyCause.Other, FaultScope.Domain)]
    [InlineData("554 x", "rcpt", ReplyCause.Other, FaultScope.Message)]
    [InlineData("what?", null, ReplyCause.Other, FaultScope.Message)]
    public void WithoutRules_TheCodesDecide_ThenThePhase(string reply, string? phase, ReplyCause cause, FaultScope scope)
    {
        var read = s_empty.Classify(reply, null, phase);
        Assert.Equal((cause, scope, false), (read.Cause, read.Scope, read.IsCertain));
    }

    [Theory]
    [InlineData("450 4.7.1 x", true)]
    [InlineData("550 5.7.1 x", false)]
    [InlineData("554 4.4.7 expired", false)]
    [InlineData("4.2.2 mailbox full", true)]
    [InlineData("User unknown", false)]
    [InlineData("greylisted", true)]
    public void Temporary_IsSaidByTheCode_ElseByTheCause(string reply, bool isTemporary) => Assert.Equal(isTemporary, Shipped(reply, null).IsTemporary);

    [Fact]
    public void OwnRules_GoBeforeThoseOfOthers()
    {
        Assert.Equal("yahoo-policy", ShippedRules.Classifier.Classify("554 5.7.9 Message not accepted for policy reasons", "mta7.am0.yahoodns.net").RuleId);
        Assert.Equal("yahoo-policy", ShippedRules.Classifier.Classify("554 5.7.9 Message not accepted for policy reasons", "yahoo").RuleId);
    }

    [Fact]
    public void RelaysInGeneral_AreAskedOnlyForOurOwn()
    {
        Assert.Equal(ReplyCause.SendingLimitExceeded, ShippedRules.Classifier.Classify("550 5.7.1 daily limit exceeded", null, null, isOwnRelay: true).Cause);
        Assert.NotEqual(ReplyCause.SendingLimitExceeded, ShippedRules.Classifier.Classify("550 5.7.1 daily limit exceeded", null).Cause);
    }

    [Fact]
    public void TextInFrontOfTheReply_DoesNotMatter() =>
        Assert.Equal("google-no-such-user", ShippedRules.Classifier.Classify("host mx.example[192.0.2.1] said: 550 5.1.1 The email account that you tried to reach does not exist", null).RuleId);

    [Fact]
    public void HostileTexts_AreRead()
    {
        var random = new Random(7);
        var examples = ShippedRules.Rules.Rules.Select(rule => rule.Example).ToArray();
        for (var round = 0; round < 2_000; round++)
        {
            var text = examples[random.Next(examples.Length)].ToCharArray();
            for (var change = random.Next(1, 9); change > 0; change--) text[random.Next(text.Length)] = (char)random.Next(round % 2 == 0 ? 0x80 : 0x10000);
            Assert.NotNull(ShippedRules.Classifier.Classify(new string(text), "google", "rcpt"));
        }

        Assert.NotNull(ShippedRules.Classifier.Classify(string.Concat(Enumerable.Repeat("user mailbox blocked policy 550-5.1.1 ", 100_000)), null));
    }

    private static ReplyClass Shipped(string reply, string? phase) => ShippedRules.Classifier.Classify(reply, null, phase);
}
