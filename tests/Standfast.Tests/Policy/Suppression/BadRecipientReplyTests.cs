using Standfast.Policy.Suppression;

namespace Standfast.Tests.Policy.Suppression;

public sealed class BadRecipientReplyTests
{
    [Theory]
    [InlineData("550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces.")]
    [InlineData("550 5.1.1 <x@example.net>: Recipient address rejected: User unknown in local recipient table")]
    [InlineData("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient x@example.net not found by SMTP address lookup")]
    [InlineData("556 5.1.10 Recipient address has null MX")]
    [InlineData("551 5.1.6 User has moved")]
    [InlineData("550 5.1.1 ")]
    public void AboutTheRecipient(string reply)
    {
        Assert.True(BadRecipientReply.IsAboutRecipient("rcpt", reply));
        Assert.False(BadRecipientReply.IsAboutRecipient("mail", reply));
        Assert.False(BadRecipientReply.IsAboutRecipient("connect", reply));
    }

    [Theory]
    [InlineData("550 5.7.1 Service unavailable; client host blocked using a blocklist")]
    [InlineData("550 5.7.26 This mail has been blocked because the sender is unauthenticated")]
    [InlineData("550 5.7.1 [192.0.2.1] Our system has detected that this message is likely suspicious due to the very low reputation of the sending IP address")]
    [InlineData("550 5.1.1 unfortunately, messages from [192.0.2.1] weren't sent: part of their network is on our block list (S3150)")]
    [InlineData("554 5.1.1 rejected: listed by a DNSBL")]
    [InlineData("550 5.1.1 refused for policy reasons")]
    [InlineData("550 5.2.1 The user you are trying to contact is receiving mail too fast")]
    [InlineData("552 5.2.2 Mailbox full")]
    [InlineData("550 5.4.1 Recipient address rejected: Access denied")]
    [InlineData("450 4.1.1 try later")]
    [InlineData("550 No such user")]
    [InlineData("550")]
    [InlineData("")]
    [InlineData(null)]
    public void AboutUs_OrInDoubt(string? reply) => Assert.False(BadRecipientReply.IsAboutRecipient("rcpt", reply));
}
