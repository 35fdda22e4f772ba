using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts.Pauses;
using Standfast.Mail;
using Standfast.Policy.Credentials;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Policy.Credentials;

public sealed class SendingPausesTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly AccountId s_shop = AccountId.Parse("shop");
    private static readonly PauseTarget s_account = new PauseTarget.OfAccount(s_shop);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(s_now);
    private readonly FakeQueue _queue = new();
    private SqlitePauseStore _store;
    private SendingPauses _pauses;

    public SendingPausesTests() => (_store, _pauses) = Open();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pauses.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("all", "shop", "bulk", "u1", true)]
    [InlineData("account:shop", "shop", "bulk", null, true)]
    [InlineData("account:shop", "news", "bulk", "u1", false)]
    [InlineData("stream:shop/bulk", "shop", "bulk", "u1", true)]
    [InlineData("stream:shop/bulk", "shop", "transactional", "u1", false)]
    [InlineData("stream:shop/bulk", "shop", null, "u1", false)]
    [InlineData("stream:shop/bulk", "news", "bulk", "u1", false)]
    [InlineData("credential:u1", "shop", null, "u1", true)]
    [InlineData("credential:u1", "shop", null, "u2", false)]
    [InlineData("credential:u1", "shop", null, null, false)]
    public async Task Pause_CoversItsTarget_AndNothingElse(string key, string account, string? stream, string? credential, bool isCovered)
    {
        Assert.True(PauseTarget.TryParse(key, out var target));
        Assert.Equal(key, target.Key);
        await _pauses.PauseAsync(target, "because", "admin", Stop);
        Assert.Equal(isCovered, _pauses.Find(AccountId.Parse(account), stream is null ? null : StreamName.Parse(stream), credential) is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("everything")]
    [InlineData("account:")]
    [InlineData("account:A B")]
    [InlineData("stream:shop")]
    [InlineData("stream:shop/a/b")]
    [InlineData("stream:shop/")]
    [InlineData("credential:")]
    public void TryParse_Refuses_WhatNamesNothing(string key) => Assert.False(PauseTarget.TryParse(key, out _));

    [Fact]
    public async Task Pause_IsKept_AcrossAReopen_AndEndsWithItsResumption()
    {
        var (pause, held) = await _pauses.PauseAsync(s_account, "unpaid", "admin", Stop);
        Assert.Equal((new Pause(s_account, "unpaid", "admin", s_now), 3), (pause, held));
        Reopen();
        Assert.Equal(pause, _pauses.Find(s_shop, null, null));
        Assert.Equal(2, await _pauses.ResumeAsync(s_account, Stop));
        Assert.Null(_pauses.Find(s_shop, null, null));
        Reopen();
        Assert.Empty(_pauses.All);
        Assert.Null(await _pauses.ResumeAsync(s_account, Stop));
    }

    [Fact]
    public async Task CrashBetweenPauseAndHold_IsFinished_AtTheNextStart()
    {
        _queue.Fails = true;
        await Assert.ThrowsAsync<IOException>(() => _pauses.PauseAsync(s_account, "unpaid", "admin", Stop));
        // Nothing new is taken, even so.
        Assert.NotNull(_pauses.Find(s_shop, null, null));
        _queue.Fails = false;
        Reopen();
        Assert.NotNull(_pauses.Find(s_shop, null, null));
        await _pauses.SettleAsync(Stop);
        Assert.Equal(["hold account:shop paused account:shop: unpaid"], _queue.Done);
    }

    [Fact]
    public async Task CrashBetweenResumptionAndRelease_IsFinished_AtTheNextStart()
    {
        await _pauses.PauseAsync(s_account, "unpaid", "admin", Stop);
        _queue.Fails = true;
        await Assert.ThrowsAsync<IOException>(() => _pauses.ResumeAsync(s_account, Stop));
        Assert.Null(_pauses.Find(s_shop, null, null));
        _queue.Fails = false;
        Reopen();
        Assert.True(Assert.Single(_pauses.All).IsLifting);
        Assert.Null(_pauses.Find(s_shop, null, null));
        await _pauses.SettleAsync(Stop);
        Assert.Equal("release account:shop", _queue.Done[^1]);
        Assert.Empty(_pauses.All);
        Reopen();
        Assert.Empty(_pauses.All);
    }

    [Fact]
    public async Task Resumption_KeepsWhatAnotherPauseCovers()
    {
        await _pauses.PauseAsync(new PauseTarget.Everything(), "moving", "admin", Stop);
        await _pauses.PauseAsync(s_account, "unpaid", "admin", Stop);
        await _pauses.ResumeAsync(s_account, Stop);
        Assert.True(_queue.IsStillPaused!(s_shop, StreamName.Bulk, null));
        await _pauses.ResumeAsync(new PauseTarget.Everything(), Stop);
        Assert.False(_queue.IsStillPaused!(s_shop, StreamName.Bulk, null));
    }

    private (SqlitePauseStore, SendingPauses) Open()
    {
        var store = SqlitePauseStore.Open(_folder.File("pauses.db"));
        var pauses = new SendingPauses(store, _time);
        pauses.Attach(_queue);
        return (store, pauses);
    }

    private void Reopen()
    {
        _pauses.Dispose();
        _store.Dispose();
        (_store, _pauses) = Open();
    }

    private sealed class FakeQueue : IQueuedMail
    {
        public bool Fails { get; set; }

        public List<string> Done { get; } = [];

        public Func<AccountId?, StreamName, string?, bool>? IsStillPaused { get; private set; }

        public Task<long> HoldAsync(Pause pause, CancellationToken cancellationToken) => Do($"hold {pause.Target} {pause.HoldReason}", 3);

        public Task<long> ReleaseAsync(PauseTarget target, Func<AccountId?, StreamName, string?, bool> isStillPaused, CancellationToken cancellationToken)
        {
            IsStillPaused = isStillPaused;
            return Do($"release {target}", 2);
        }

        private Task<long> Do(string what, long count)
        {
            if (Fails) return Task.FromException<long>(new IOException("power cut"));
            Done.Add(what);
            return Task.FromResult(count);
        }
    }
}
