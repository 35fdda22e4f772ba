using Standfast.Accounts;
using Standfast.Mail;

namespace Standfast.Tests.Policy.Limits;

public sealed class LimitRampTests : IAsyncLifetime
{
    private static readonly DomainName s_domain = DomainName.Parse("shop.example");

    private readonly CheckUnderTest _test = new(hasRamps: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _test.Accounts.AddAccountAsync(AccountId.Parse("shop"), Stop);
        await _test.Accounts.AddDomainAsync(new SenderDomain(s_domain, AccountId.Parse("shop"), _test.Clock.GetUtcNow()), Stop);
    }

    public ValueTask DisposeAsync()
    {
        _test.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task NewAccount_MayHaveMoreEachDay_UntilItIsNewNoLonger()
    {
        _test.Ramp("domain:shop.example", "off");
        Assert.Null(await _test.SendAsync(10));
        Assert.Equal(
            "451 4.7.1 SF-2002 account shop: is new: on day 1 it may have 10 recipients in 24 hours, which are used up, 0 left; 10 more at 2026-11-27 12:24 UTC", await _test.SendAsync());
        _test.Time.Advance(TimeSpan.FromHours(24.5));
        Assert.Null(await _test.SendAsync(20));
        Assert.NotNull(await _test.SendAsync());
        _test.Time.Advance(TimeSpan.FromHours(24.5));
        Assert.Contains("SF-2003 account shop", await _test.SendAsync(41), StringComparison.Ordinal);
        _test.Time.Advance(TimeSpan.FromHours(24));
        Assert.Null(await _test.SendAsync(1_000));
    }

    [Fact]
    public async Task WallClock_MakesNobodyOld()
    {
        _test.Ramp("domain:shop.example", "off");
        Assert.Null(await _test.SendAsync(10));
        _test.Clock.Offset = TimeSpan.FromDays(100);
        Assert.NotNull(await _test.SendAsync());
        _test.Restart();
        Assert.Contains("on day 1 ", await _test.SendAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Domain_StaysAtTheBeginning_UntilTheDnsHasProvenIt_AndCountsFromTheFirstProof()
    {
        _test.Ramp("account:shop", "off");
        _test.Time.Advance(TimeSpan.FromDays(30));
        Assert.Null(await _test.SendAsync(5));
        Assert.Contains("domain shop.example: is new: on day 1 it may have 5 recipients", await _test.SendAsync(), StringComparison.Ordinal);
        await _test.Accounts.MarkVerifiedAsync(s_domain, _test.Clock.GetUtcNow(), Stop);
        Assert.NotNull(await _test.SendAsync());
        _test.Time.Advance(TimeSpan.FromHours(25));
        await _test.Accounts.MarkVerifiedAsync(s_domain, _test.Clock.GetUtcNow(), Stop);
        _test.Restart();
        Assert.Null(await _test.SendAsync(50));
        _test.Time.Advance(TimeSpan.FromHours(25));
        Assert.Null(await _test.SendAsync(1_000));
    }

    [Fact]
    public async Task DefaultAccount_AndTrustedClients_HaveNone_UnlessOneIsChosen()
    {
        Assert.Null(await _test.SendAsync(1_000, account: "default"));
        Assert.Null(await _test.SendAsync(1_000, hasCredential: false));
        _test.Ramp("account:default", "slow");
        Assert.NotNull(await _test.SendAsync(2, account: "default"));
        _test.Ramp("account:shop", "slow");
        Assert.NotNull(await _test.SendAsync(2, hasCredential: false));
        _test.Ramp("account:shop", "off");
        _test.Ramp("domain:shop.example", "off");
        Assert.Null(await _test.SendAsync(1_000));
        _test.Ramp("account:shop", null);
        Assert.NotNull(await _test.SendAsync(1_000));
    }

    [Fact]
    public async Task LowerOfRampAndLimit_Holds()
    {
        _test.Ramp("domain:shop.example", "off");
        _test.Set("account:shop", "3 recipients/day");
        Assert.Null(await _test.SendAsync(3));
        Assert.Contains("SF-2001 account shop: 3 recipients per day", await _test.SendAsync(), StringComparison.Ordinal);
        _test.Set("account:shop", "100 recipients/day");
        Assert.Null(await _test.SendAsync(7));
        Assert.Contains("SF-2002 account shop", await _test.SendAsync(), StringComparison.Ordinal);
    }
}
