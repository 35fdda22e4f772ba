using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Tests.Policy.Suppression;

public sealed class SuppressionListTests
{
    private static readonly AccountId s_shop = AccountId.Parse("shop");
    private static readonly EmailAddress s_ann = EmailAddress.Parse("Ann@Example.NET");
    private readonly FakeSuppressionStore _store = new();

    // Scope of the entry, its reason; then which of the account's mail it stops: r at RCPT, where the stream is not known yet.
    [Theory]
    [InlineData("global", SuppressionReason.Manual, "r transactional bulk news")]
    [InlineData("global", SuppressionReason.Unsubscribed, "bulk news")]
    [InlineData("shop", SuppressionReason.HardBounce, "r transactional bulk news")]
    [InlineData("shop", SuppressionReason.Complaint, "r transactional bulk news")]
    [InlineData("shop", SuppressionReason.Unsubscribed, "bulk news")]
    [InlineData("shop/bulk", SuppressionReason.Unsubscribed, "bulk")]
    [InlineData("shop/bulk", SuppressionReason.Complaint, "bulk")]
    [InlineData("shop/transactional", SuppressionReason.Unsubscribed, "transactional")]
    [InlineData("other", SuppressionReason.Manual, "")]
    [InlineData("other/bulk", SuppressionReason.Unsubscribed, "")]
    public void Find_KnowsWhatAnEntryStops(string scope, SuppressionReason reason, string stopped)
    {
        var list = List();
        list.Add(Entry(scope, reason));
        var found = ((string[])["r", "transactional", "bulk", "news"]).Where(stream => list.Find(s_shop, stream == "r" ? null : StreamName.Parse(stream), s_ann) is not null);
        Assert.Equal(stopped, string.Join(' ', found));
        Assert.Null(list.Find(s_shop, StreamName.Bulk, EmailAddress.Parse("bob@example.net")));
    }

    [Fact]
    public void Remove_ByCause_LeavesWhatTheRecipientAskedFor()
    {
        var list = List();
        list.Add(Entry("shop", SuppressionReason.Unsubscribed), Entry("shop", SuppressionReason.HardBounce) with { Cause = "incident-1" });
        Assert.NotNull(list.Find(s_shop, StreamName.Transactional, s_ann));
        Assert.Single(list.Remove(new SuppressionQuery { Cause = "incident-1" }));
        Assert.Null(list.Find(s_shop, StreamName.Transactional, s_ann));
        Assert.Equal(SuppressionReason.Unsubscribed, list.Find(s_shop, StreamName.Bulk, s_ann)!.Reason);
    }

    [Fact]
    public void Add_ChangesNothing_WhenTheStoreFails()
    {
        var list = List();
        _store.IsBroken = true;
        Assert.Throws<IOException>(() => list.Add(Entry("shop", SuppressionReason.Manual)));
        Assert.Null(list.Find(s_shop, null, s_ann));
    }

    [Fact]
    public void List_KnowsAgain_WhatTheStoreHolds()
    {
        List().Add(Entry("shop", SuppressionReason.Complaint));
        Assert.Equal("ann@example.net is on the suppression list of account shop: it has reported mail as spam", List().Find(s_shop, null, s_ann)!.ToString());
    }

    [Fact]
    public void Index_AnswersLikeADictionary_AfterManyChanges()
    {
        var (index, expected, random) = (new AddressIndex(new byte[16]), new Dictionary<string, byte>(), new Random(7));
        for (var step = 0; step < 20_000; step++)
        {
            var name = $"user{random.Next(3_000)}@example.net";
            var (address, flag) = (AddressKey.FromStored(name), (byte)(1 << random.Next(5)));
            var before = expected.GetValueOrDefault(name);
            if (random.Next(3) == 0)
            {
                index.Clear(s_shop, null, address, flag);
                expected[name] = (byte)(before & ~flag);
            }
            else
            {
                index.Set(s_shop, null, address, flag);
                expected[name] = (byte)(before | flag);
            }
        }

        Assert.Equal(expected.Values.Count(flags => flags != 0), index.Count);
        Assert.All(expected, pair => Assert.Equal(pair.Value, index.Find(s_shop, null, AddressKey.FromStored(pair.Key))));
        Assert.Equal(0, index.Find(s_shop, StreamName.Bulk, AddressKey.FromStored(expected.First(pair => pair.Value != 0).Key)));
    }

    private SuppressionList List() => new(_store, new byte[16]);

    private static SuppressedAddress Entry(string scope, SuppressionReason reason)
    {
        var parts = scope.Split('/');
        var of = scope == "global" ? SuppressionScope.Global : SuppressionScope.Of(AccountId.Parse(parts[0]), parts.Length > 1 ? StreamName.Parse(parts[1]) : null);
        return new SuppressedAddress(AddressKey.Of(s_ann), of, reason, DateTimeOffset.UnixEpoch);
    }
}
