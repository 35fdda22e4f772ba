using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Tests.Events;

public sealed class FollowUpTests
{
    private static readonly SpoolId s_message = new(7);

    private static readonly MailEvent[] s_facts =
    [
        new(s_message, DateTimeOffset.UnixEpoch, MailEventKind.Accepted) { Account = AccountId.Parse("shop"), Credential = "u1", Stream = StreamName.Bulk, Campaign = CampaignName.Parse("spring"), Sender = "me@example.org" },
        new(s_message, DateTimeOffset.UnixEpoch, MailEventKind.Deferred) { Recipient = "Ann@example.net", Attempt = AttemptDetail.None with { Number = 1, Source = "a" } },
        new(s_message, DateTimeOffset.UnixEpoch, MailEventKind.Delivered) { Recipient = "Ann@example.net", Attempt = AttemptDetail.None with { Number = 2, Source = "b", Provider = "yahoo" } },
    ];

    [Fact]
    public void Fact_KnowsItsMessage_AndTheAttemptThatDelivered()
    {
        var fact = FollowUp.Of(s_facts, s_message, "ann@EXAMPLE.net", MailEventKind.Complained, DateTimeOffset.UnixEpoch.AddHours(1));
        Assert.Equal(("Ann@example.net", "shop", "u1", "bulk", "spring"), (fact.Recipient, fact.Account?.Value, fact.Credential, fact.Stream?.Value, fact.Campaign?.Value));
        Assert.Equal((2, "b", "yahoo"), (fact.Attempt!.Number, fact.Attempt.Source, fact.Attempt.Provider));
        Assert.True(fact.IsFollowUp);
    }

    [Fact]
    public void Fact_IsBare_WhereNothingIsKnown()
    {
        var fact = FollowUp.Of([], s_message, "ann@example.net", MailEventKind.Opened, DateTimeOffset.UnixEpoch);
        Assert.Equal(("ann@example.net", null, null), (fact.Recipient, fact.Account, fact.Attempt));
        Assert.Null(FollowUp.RecipientIn(s_facts, "bob@example.net"));
    }

    [Theory]
    [InlineData(MailEventKind.Opened, "machine: a proxy", true)]
    [InlineData(MailEventKind.Clicked, "machine: a scanner", true)]
    [InlineData(MailEventKind.Opened, null, false)]
    [InlineData(MailEventKind.Opened, "Thunderbird", false)]
    [InlineData(MailEventKind.Complained, "machine: ", false)]
    public void IsMachine_IsSaidByTheDetail_OfOpensAndClicksOnly(MailEventKind kind, string? detail, bool isMachine) =>
        Assert.Equal(isMachine, (new MailEvent(s_message, DateTimeOffset.UnixEpoch, kind) { Detail = detail }).IsMachine);
}
