using System.Text.RegularExpressions;
using Standfast.Mail;
using Standfast.Policy.Feedback;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;
using Standfast.Tests.Policy.Unsubscribe;

namespace Standfast.Tests.Policy.Feedback;

public sealed partial class FeedbackFieldsTests
{
    private static readonly TokenKeys s_keys = new([UnsubscribeTokensTests.Key(1)]);
    private static readonly FeedbackTokens s_tokens = new(s_keys);
    private static readonly UnsubscribeOptions s_streams = new() { PublicUrl = "https://mail.example.org" };

    [Fact]
    public void EveryMessage_CarriesATokenOfItself()
    {
        foreach (var (recipients, address) in (IEnumerable<(string[], string?)>)[(["Ann@example.net"], "ann@example.net"), (["a@example.net", "b@example.net"], null)])
        {
            var message = TestMessage.Of("transactional", "", recipients);
            var fields = Fields(null).FieldsFor(message);
            Assert.EndsWith("\r\n", fields, StringComparison.Ordinal);
            Assert.True(s_tokens.TryRead(Token().Match(fields).Groups[1].Value, out var claim));
            Assert.Equal(new UnsubscribeClaim(AccountId.Parse("shop"), StreamName.Transactional, message.Id, address is null ? null : AddressKey.FromStored(address)), claim);
            Assert.DoesNotContain("\nFeedback-ID", fields, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void BulkMail_CarriesTheFeedbackIdOfGmail()
    {
        var message = TestMessage.Of("bulk", "", "ann@example.net") with { Campaign = CampaignName.Parse("spring:2026") };
        var fields = Fields(null).FieldsFor(message);
        Assert.Matches("\nFeedback-ID: spring_2026:bulk:shop:sf[a-z2-7]{5,13}\r\n", fields);
        Assert.Matches("\nFeedback-ID: bulk:shop:sf", Fields(null).FieldsFor(message with { Campaign = null }));
    }

    [Fact]
    public void CfblAddress_IsWritten_WhereOneIsSet() => Assert.Contains("CFBL-Address: fbl@example.org; report=arf\r\n", Fields("fbl@example.org").FieldsFor(TestMessage.Of("bulk", "", "a@example.net")), StringComparison.Ordinal);

    [Fact]
    public void WhatTheSenderBringsAlong_Stays() =>
        Assert.Equal("", Fields("fbl@example.org").FieldsFor(TestMessage.Of("bulk", "Feedback-ID: a:b:c:sender\r\nCFBL-Feedback-ID: 1:2\r\nCFBL-Address: x@example.org; report=arf\r\n", "a@example.net")));

    [Fact]
    public void Tokens_AreOfNoUseForAnythingElse()
    {
        var claim = new UnsubscribeClaim(AccountId.Parse("shop"), StreamName.Bulk, new SpoolId(1), null);
        Assert.False(new UnsubscribeTokens(s_keys).TryRead(s_tokens.Write(claim), out _));
        Assert.False(s_tokens.TryRead(new UnsubscribeTokens(s_keys).Write(claim), out _));
        Assert.False(s_tokens.TryRead("AAAA", out _));
    }

    private static FeedbackFields Fields(string? cfblAddress) => new(s_tokens, s_streams, DomainName.Parse("mail.example.org"), cfblAddress is null ? null : EmailAddress.Parse(cfblAddress));

    [GeneratedRegex("^CFBL-Feedback-ID: ([A-Za-z0-9_-]+)\r\n")]
    private static partial Regex Token();
}
