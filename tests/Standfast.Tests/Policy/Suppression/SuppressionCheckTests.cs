using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Tests.Policy.Suppression;

public sealed class SuppressionCheckTests
{
    private readonly SuppressionList _list = new(new FakeSuppressionStore(), new byte[16]);

    [Fact]
    public void Recipient_IsRefusedAtOnce_WithTheWayBack()
    {
        Suppress("dead@example.net", null, SuppressionReason.HardBounce);
        var message = TestMessage.Of("bulk", "");
        var finding = new SuppressionCheck(_list).Check(message.Context, EmailAddress.Parse("Dead@example.net"));
        var reply = finding!.ToReply(null).ToString();
        Assert.Equal("550 5.7.1 SF-3001 Dead@example.net: is on the suppression list of account shop: it does not exist, its server said; take the address off your list; if that is wrong, \"standfast suppress rm dead@example.net\" undoes it", reply);
        Assert.Null(new SuppressionCheck(_list).Check(message.Context, EmailAddress.Parse("alive@example.net")));
    }

    [Theory]
    [InlineData("bulk", "left@example.net", "SF-3002")]
    [InlineData("bulk", "left@example.net other@example.net", null)]
    [InlineData("bulk", "left@example.net gone@example.net", "SF-3002")]
    [InlineData("news", "left@example.net", null)]
    [InlineData("transactional", "left@example.net", null)]
    public async Task Message_IsRefused_WhenNobodyIsLeftOfItsStream(string stream, string recipients, string? id)
    {
        Suppress("left@example.net", StreamName.Bulk, SuppressionReason.Unsubscribed);
        Suppress("gone@example.net", StreamName.Bulk, SuppressionReason.Unsubscribed);
        var finding = await new SuppressionCheck(_list).CheckAsync(TestMessage.Of(stream, "", recipients.Split(' ')), TestContext.Current.CancellationToken);
        Assert.Equal(id, finding?.Id);
    }

    private void Suppress(string address, StreamName? stream, SuppressionReason reason) =>
        _list.Add(new SuppressedAddress(AddressKey.Of(EmailAddress.Parse(address)), SuppressionScope.Of(AccountId.Parse("shop"), stream), reason, DateTimeOffset.UnixEpoch));
}
