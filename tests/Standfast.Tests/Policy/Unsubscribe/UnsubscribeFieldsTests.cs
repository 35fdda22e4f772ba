using System.Text.RegularExpressions;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;

namespace Standfast.Tests.Policy.Unsubscribe;

public sealed partial class UnsubscribeFieldsTests
{
    private static readonly TokenKeys s_keys = new([UnsubscribeTokensTests.Key(1)]);
    private static readonly UnsubscribeTokens s_tokens = new(s_keys);
    private static readonly UnsubscribeOptions s_options = new() { PublicUrl = "https://mail.example.org", IsPublic = true };

    [Fact]
    public void BulkMailToOne_GetsALinkAndOneClick()
    {
        var message = TestMessage.Of("bulk", "", "Ann@example.net");
        var match = Link().Match(new UnsubscribeFields(s_options, s_tokens, null).FieldsFor(message));
        Assert.Equal("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", match.Groups[2].Value);
        Assert.True(s_tokens.TryRead(match.Groups[1].Value, out var claim));
        Assert.Equal(new UnsubscribeClaim(AccountId.Parse("shop"), StreamName.Bulk, message.Id, AddressKey.FromStored("ann@example.net")), claim);
    }

    [Fact]
    public void BulkMailToSeveral_GetsALinkThatAsksWhoItIs_AndNoOneClick()
    {
        var match = Link().Match(new UnsubscribeFields(s_options, s_tokens, Addresses()).FieldsFor(TestMessage.Of("bulk", "", "ann@example.net", "bob@example.net")));
        Assert.True(s_tokens.TryRead(match.Groups[1].Value, out var claim));
        Assert.Equal((null, ""), (claim.Address, match.Groups[2].Value));
    }

    [Fact]
    public void WithAMailDomain_MailUnsubscribesToo()
    {
        var fields = new UnsubscribeFields(s_options, s_tokens, Addresses()).FieldsFor(TestMessage.Of("bulk", "", "ann@example.net"));
        Assert.Matches(@"^List-Unsubscribe: <https://mail\.example\.org/u/[\w-]+>,\r\n <mailto:unsubscribe\+[a-z2-7]{50}@mail\.example\.org>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n$", fields);
    }

    [Theory]
    [InlineData("transactional", "")]
    [InlineData("news", "")]
    [InlineData("bulk", "List-Unsubscribe: <https://shop.example/leave>\r\n")]
    [InlineData("bulk", "Auto-Submitted: auto-replied\r\nPrecedence: bulk\r\n")]
    public void OtherMail_StaysAsItIs(string stream, string fields) =>
        Assert.Equal("", new UnsubscribeFields(s_options, s_tokens, null).FieldsFor(TestMessage.Of(stream, fields, "ann@example.net")));

    [Theory]
    [InlineData("<https://shop.example/leave>", null)]
    [InlineData("<mailto:leave@shop.example>", null)]
    [InlineData("(comment) <mailto:leave@shop.example?subject=x>, <http://shop.example>", null)]
    [InlineData("https://shop.example/leave", "SF-3003")]
    [InlineData("<>", "SF-3003")]
    [InlineData("<https://>", "SF-3003")]
    [InlineData("<javascript:alert(1)>, <mailto:>, <", "SF-3003")]
    public async Task ItsOwnField_HasToNameAWay(string value, string? id)
    {
        var finding = await new UnsubscribeCheck(s_options).CheckAsync(TestMessage.Of("bulk", $"List-Unsubscribe: {value}\r\n", "ann@example.net"), TestContext.Current.CancellationToken);
        Assert.Equal(id, finding?.Id);
    }

    [Fact]
    public async Task LinkThatLeadsNowhere_IsForTrialsOnly()
    {
        var check = new UnsubscribeCheck(new UnsubscribeOptions { PublicUrl = "http://127.0.0.1:8025" });
        var ids = new List<string?>();
        for (var round = 0; round < UnsubscribeCheck.MaxUnreachable + 2; round++) ids.Add((await check.CheckAsync(TestMessage.Of("bulk", "", "ann@example.net"), TestContext.Current.CancellationToken))?.Id);
        Assert.Equal([.. Enumerable.Repeat<string?>(null, UnsubscribeCheck.MaxUnreachable), "SF-3004", "SF-3004"], ids);
        Assert.Null(await check.CheckAsync(TestMessage.Of("bulk", "List-Unsubscribe: <https://shop.example/leave>\r\n", "ann@example.net"), TestContext.Current.CancellationToken));
        Assert.Null(await check.CheckAsync(TestMessage.Of("transactional", "", "ann@example.net"), TestContext.Current.CancellationToken));
    }

    private static UnsubscribeAddresses Addresses() => new(s_keys, DomainName.Parse("mail.example.org"));

    [GeneratedRegex(@"^List-Unsubscribe: <https://mail\.example\.org/u/([\w-]+)>\r\n(.*)$", RegexOptions.Singleline)]
    private static partial Regex Link();
}
