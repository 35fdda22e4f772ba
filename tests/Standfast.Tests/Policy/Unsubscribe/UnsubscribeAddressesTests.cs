using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;
using Standfast.Tests.Queue;

namespace Standfast.Tests.Policy.Unsubscribe;

public sealed class UnsubscribeAddressesTests
{
    private static readonly SpoolId s_message = SpoolId.Create(DateTimeOffset.UnixEpoch, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    private static readonly AddressKey s_ann = AddressKey.Of(EmailAddress.Parse("ann@example.net"));
    private readonly UnsubscribeAddresses _addresses = new(new TokenKeys([UnsubscribeTokensTests.Key(1)]), DomainName.Parse("mail.example.org"));
    private readonly FakeEventLog _events = new();

    public UnsubscribeAddressesTests() => _events.Append(
        [new MailEvent(s_message, DateTimeOffset.UnixEpoch, MailEventKind.Accepted) { Account = AccountId.Parse("shop"), Stream = StreamName.Bulk, Recipient = "Ann@example.net" }], 1);

    [Fact]
    public async Task Address_IsOne_AndNamesWhoWroteAndWhoGotIt()
    {
        var text = _addresses.Write(s_message, s_ann);
        foreach (var written in (string[])[text, text.ToUpperInvariant()])
            Assert.Equal(new UnsubscribeClaim(AccountId.Parse("shop"), StreamName.Bulk, s_message, s_ann), await FindAsync(written));
    }

    [Fact]
    public async Task ForgedAddresses_AreNone()
    {
        var text = _addresses.Write(s_message, s_ann);
        var (at, start) = (text.IndexOf('@', StringComparison.Ordinal), text.IndexOf('+', StringComparison.Ordinal) + 1);
        for (var index = start; index < at; index++)
            foreach (var other in "abcdefghijklmnopqrstuvwxyz234567".Where(character => character != text[index]))
                Assert.Null(await FindAsync(text[..index] + other + text[(index + 1)..]));
        Assert.Null(await FindAsync("unsubscribe@mail.example.org"));
        Assert.Null(await FindAsync(text.Replace("mail.example", "mail2.example", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task MessagesThatAreNotKnown_NameNobody() => Assert.Null(await FindAsync(_addresses.Write(SpoolId.Create(DateTimeOffset.UnixEpoch, new byte[10]), s_ann)));

    private ValueTask<UnsubscribeClaim?> FindAsync(string address) => _addresses.FindAsync(EmailAddress.Parse(address), _events, TestContext.Current.CancellationToken);
}
