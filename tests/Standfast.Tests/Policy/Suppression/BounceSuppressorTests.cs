using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Reputation.Classification;

namespace Standfast.Tests.Policy.Suppression;

public sealed class BounceSuppressorTests
{
    private static readonly ReplyClassifier s_replies = new(ReplyRules.Empty);

    private static readonly DateTimeOffset s_at = new(2026, 11, 26, 23, 59, 0, TimeSpan.Zero);

    [Fact]
    public void Bounce_SuppressesForItsAccount_AndCanBeUndoneByDayAndDomain()
    {
        var store = new FakeSuppressionStore();
        var list = new SuppressionList(store, new byte[16]);
        using (var suppressor = new BounceSuppressor(list, s_replies, _ => Assert.Fail("the store works")))
        {
            suppressor.Observe([
                Bounce("dead@example.net", "550 5.1.1 no such user"),
                Bounce("alive@example.net", "550 5.7.1 blocked"),
                Bounce("kept@example.net", "550 5.1.1 no such user") with { Account = null },
                Bounce("later@example.net", "550 5.1.1 no such user") with { Kind = MailEventKind.Deferred },
            ]);
        }

        var entry = Assert.Single(store.Entries);
        Assert.Equal(
            ("dead@example.net", "account shop", SuppressionReason.HardBounce, s_at, "550 5.1.1 no such user", "bounce-2026-11-26-example.net"),
            (entry.Address.Value, entry.Scope.ToString(), entry.Reason, entry.At, entry.Source, entry.Cause));
    }

    [Fact]
    public void WhatIsToldAfterTheEnd_IsLeftOut()
    {
        var store = new FakeSuppressionStore();
        var suppressor = new BounceSuppressor(new SuppressionList(store, new byte[16]), s_replies, _ => Assert.Fail("the store works"));
        suppressor.Dispose();
        suppressor.Observe([Bounce("late@example.net", "550 5.1.1 no such user")]);
        Assert.Empty(store.Entries);
    }

    [Fact]
    public void Failure_IsTold_AndTheNextBouncesAreTaken()
    {
        var (store, failures) = (new FakeSuppressionStore { IsBroken = true }, 0);
        using var told = new SemaphoreSlim(0);
        var list = new SuppressionList(store, new byte[16]);
        using (var suppressor = new BounceSuppressor(list, s_replies, _ => { failures++; told.Release(); }))
        {
            suppressor.Observe([Bounce("a@example.net", "550 5.1.1 no such user")]);
            Assert.True(told.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
            store.IsBroken = false;
            suppressor.Observe([Bounce("b@example.net", "550 5.1.1 no such user")]);
        }

        Assert.Equal(1, failures);
        Assert.Equal("b@example.net", Assert.Single(store.Entries).Address.Value);
    }

    private static MailEvent Bounce(string recipient, string reply) => new(default, s_at, MailEventKind.Bounced)
    {
        Account = AccountId.Parse("shop"),
        Recipient = recipient,
        Detail = reply,
        Attempt = new AttemptDetail(1, "mx.example.net", null, null, "rcpt"),
    };
}
