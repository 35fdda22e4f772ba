using Standfast.Events;

namespace Standfast.Tests.Queue;

/// <summary>A wall clock that jumps makes mail neither old nor due.</summary>
public sealed class ClockJumpTests : IDisposable
{
    private readonly QueueUnderTest _queue = new();

    public void Dispose() => _queue.Dispose();

    [Theory]
    [InlineData(40)]
    [InlineData(3650)]
    public async Task JumpForward_ExpiresNothing_EvenWhenTheClockHasSettled(int days)
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        _queue.Clock.Offset = TimeSpan.FromDays(days);
        for (var minute = 0; minute < 60; minute++)
        {
            _queue.Time.Advance(TimeSpan.FromMinutes(1));
            if (await _queue.TakeAsync() is { } due) await _queue.DeferAsync(due);
        }

        Assert.DoesNotContain(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
        Assert.InRange(_queue.Events.All.Count(fact => fact.Kind == MailEventKind.Deferred), 20, 62);
    }

    [Fact]
    public async Task JumpForward_KeepsWaits()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        _queue.Clock.Offset = TimeSpan.FromDays(1);
        _queue.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(await _queue.TakeAsync());
        _queue.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.NotNull(await _queue.TakeAsync());
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(-3650)]
    public async Task JumpBack_KeepsWaits(int days)
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        _queue.Clock.Offset = TimeSpan.FromDays(days);
        _queue.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(await _queue.TakeAsync());
    }

    [Fact]
    public async Task JumpBack_WhileAnOutcomeWaitsForTheDisk_MakesNobodyWaitForIt()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        var due = (await _queue.TakeAsync())!;
        _queue.Spool.WritingState = () => _queue.Clock.Offset = TimeSpan.FromDays(-5);
        await _queue.DeferAsync(due);
        _queue.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(await _queue.TakeAsync());
    }

    [Fact]
    public async Task OldMail_Expires_OnceTheClockHasSettled()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        _queue.Time.Advance(TimeSpan.FromDays(6));
        _queue.Clock.Offset = TimeSpan.FromHours(2);
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        Assert.DoesNotContain(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
        _queue.Time.Advance(TimeSpan.FromMinutes(11));
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        _queue.Time.Advance(TimeSpan.FromMinutes(2));
        if (await _queue.TakeAsync() is { Envelope.Sender.IsNull: false } due) await _queue.DeferAsync(due);
        Assert.Contains(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
    }

    [Fact]
    public async Task Correction_BehindTheBeginningOfItsEra_MakesNothingOld()
    {
        _queue.Clock.Offset = TimeSpan.FromDays(-6);
        _queue.Restart();
        _queue.Clock.Offset -= TimeSpan.FromMinutes(20);
        await _queue.AcceptAsync("shop", "a@example.net");
        _queue.Time.Advance(TimeSpan.FromSeconds(1));
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        for (var minute = 0; minute < 20; minute++)
        {
            _queue.Time.Advance(TimeSpan.FromMinutes(1));
            if (await _queue.TakeAsync() is { } due) await _queue.DeferAsync(due);
        }

        Assert.DoesNotContain(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
    }

    [Fact]
    public async Task SmallStep_IsACorrection()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        _queue.Time.Advance(TimeSpan.FromDays(5));
        _queue.Clock.Offset = TimeSpan.FromMinutes(30);
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        Assert.Contains(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
    }
}
