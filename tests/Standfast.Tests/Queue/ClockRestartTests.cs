using Standfast.Events;

namespace Standfast.Tests.Queue;

/// <summary>A wall clock that jumped while the server was down makes mail neither old nor due.</summary>
public sealed class ClockRestartTests : IDisposable
{
    private readonly QueueUnderTest _queue = new();

    public void Dispose() => _queue.Dispose();

    [Theory]
    [InlineData(40)]
    [InlineData(3650)]
    public async Task JumpForward_ExpiresNothing(int days)
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        _queue.Clock.Offset = TimeSpan.FromDays(days);
        _queue.Restart();
        await DeferForAnHourAsync();
        Assert.DoesNotContain(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
        Assert.InRange(_queue.Events.All.Count(fact => fact.Kind == MailEventKind.Deferred), 20, 62);
    }

    [Fact]
    public async Task JumpForward_IsRemembered_ByTheProcessAfterTheNext()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        _queue.Clock.Offset = TimeSpan.FromDays(40);
        _queue.Restart();
        _queue.Time.Advance(TimeSpan.FromHours(1));
        _queue.Restart();
        await DeferForAnHourAsync();
        Assert.DoesNotContain(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
    }

    [Fact]
    public async Task JumpForward_KeepsWaits()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        _queue.Clock.Offset = TimeSpan.FromDays(1);
        _queue.Restart();
        _queue.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(await _queue.TakeAsync());
        _queue.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.NotNull(await _queue.TakeAsync());
    }

    [Fact]
    public async Task JumpBack_KeepsNothingWaiting()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        _queue.Clock.Offset = TimeSpan.FromDays(-10);
        _queue.Restart();
        _queue.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(await _queue.TakeAsync());
    }

    [Fact]
    public async Task MailOfALaterTime_KeepsItsAge_WhenTheClockJumpsOverIt()
    {
        _queue.Clock.Offset = TimeSpan.FromDays(40);
        _queue.Restart();
        await _queue.AcceptAsync("shop", "a@example.net");
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        _queue.Clock.Offset = TimeSpan.FromDays(-10);
        await DeferForAnHourAsync();
        _queue.Clock.Offset = TimeSpan.FromDays(60);
        await DeferForAnHourAsync();
        Assert.DoesNotContain(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
    }

    [Fact]
    public async Task OwnTime_RunsOn_AndNoFaster()
    {
        await _queue.AcceptAsync("shop", envelope => envelope with { ExpiresAt = envelope.AcceptedAt + TimeSpan.FromHours(3) }, "a@example.net");
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        _queue.Clock.Offset = TimeSpan.FromDays(40);
        _queue.Restart();
        _queue.Time.Advance(TimeSpan.FromHours(2));
        Assert.DoesNotContain(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
        for (var minute = 0; minute < 90 && _queue.Events.All.All(fact => fact.Kind != MailEventKind.Expired); minute++)
        {
            _queue.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Contains(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
    }

    [Fact]
    public async Task TimeThatTheMachineWasOff_Counts()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        _queue.Queue.Dispose();
        _queue.Time.Advance(TimeSpan.FromDays(6));
        _queue.ClockMemory.Boot = "second";
        _queue.Restart();
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        Assert.DoesNotContain(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
        await DeferForAnHourAsync();
        Assert.Contains(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(3650)]
    public async Task WrongTimeOfABoot_ExpiresNothing_WhenItIsCorrectedSoon(int days)
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        _queue.Time.Advance(TimeSpan.FromMinutes(5));
        _queue.ClockMemory.Boot = "second";
        _queue.Clock.Offset = TimeSpan.FromDays(days);
        _queue.Restart();
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        await _queue.AcceptAsync("shop", "b@example.net");
        _queue.Time.Advance(TimeSpan.FromMinutes(2));
        await _queue.DeferAsync((await _queue.TakeAsync())!);

        _queue.Clock.Offset = TimeSpan.Zero;
        await DeferForAnHourAsync();
        Assert.DoesNotContain(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
        _queue.Restart();
        await DeferForAnHourAsync();
        Assert.DoesNotContain(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);

        _queue.Time.Advance(TimeSpan.FromDays(5));
        await DeferForAnHourAsync();
        Assert.Equal(2, _queue.Events.All.Count(fact => fact.Kind == MailEventKind.Expired));
    }

    [Fact]
    public async Task SlowDisk_UnderTheClocksMemory_KeepsNobodyWaiting()
    {
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        _queue.ClockMemory.Saving = () =>
        {
            entered.Set();
            goOn.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        };
        var passing = Task.Run(() => _queue.Time.Advance(TimeSpan.FromMinutes(11)), TestContext.Current.CancellationToken);
        Assert.True(entered.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));

        await _queue.AcceptAsync("shop", "a@example.net").WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.False(passing.IsCompleted);
        goOn.Set();
        await passing;
    }

    private async Task DeferForAnHourAsync()
    {
        for (var minute = 0; minute < 60; minute++)
        {
            _queue.Time.Advance(TimeSpan.FromMinutes(1));
            if (await _queue.TakeAsync() is { } due) await _queue.DeferAsync(due);
        }
    }
}
