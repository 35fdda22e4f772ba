using Standfast.Mail;
using Standfast.Reputation.States;

namespace Standfast.Tests.Reputation.States;

public sealed class StateKeyTests
{
    [Theory]
    [InlineData("everything")]
    [InlineData("source=192.0.2.1 provider=gmail")]
    [InlineData("account=shop stream=bulk campaign=may=x/1 credential=a@b provider=mx1.example.net,mx2.example.net")]
    public void TryParse_ReadsWhatToStringWrote(string text)
    {
        Assert.True(StateKey.TryParse(text, out var key));
        Assert.Equal(text, key.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("source")]
    [InlineData("source=")]
    [InlineData("account=Shop")]
    [InlineData("colour=red")]
    [InlineData("source=a  provider=b")]
    public void TryParse_RefusesWhatIsNoKey(string text) => Assert.False(StateKey.TryParse(text, out _));

    [Fact]
    public void Covers_NeedsEveryGivenPart()
    {
        var shop = new SenderFacts(AccountId.Parse("shop"), "u", StreamName.Bulk, null);
        Assert.True(StateKey.Everything.Covers(shop));
        Assert.True(new StateKey(AccountId.Parse("shop")).Covers(shop));
        Assert.True(new StateKey(Stream: StreamName.Bulk).Covers(shop));
        Assert.False(new StateKey(AccountId.Parse("shop"), StreamName.Transactional).Covers(shop));
        Assert.False(new StateKey(AccountId.Parse("shop"), Campaign: CampaignName.Parse("may")).Covers(shop));
        Assert.True(new StateKey(Source: "a").Covers("a", "gmail"));
        Assert.False(new StateKey(Source: "a", Provider: "yahoo").Covers("a", "gmail"));
    }
}
