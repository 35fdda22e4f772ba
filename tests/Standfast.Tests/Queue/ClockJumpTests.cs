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

    [Theory]
    [InlineData(50, 1, false)]
    [InlineData(-50, 1, false)]
    [InlineData(50, 20, false)]
    [InlineData(-50, 20, false)]
    [InlineData(20, 60, false)]
    [InlineData(50, 1, true)]
    [InlineData(-50, 1, true)]
    [InlineData(50, 20, true)]
    public void Ages_CountTheTimeThatHasPassed_HoweverOftenTheClockIsCorrected(int minutes, int times, bool isRestarted)
    {
        _queue.Time.Advance(TimeSpan.FromHours(10));
        _ = _queue.Queue.AgeOf(_queue.Clock.GetUtcNow());
        var (recorded, began) = (_queue.Clock.GetUtcNow(), _queue.Time.GetUtcNow());
        for (var time = 0; time < times; time++)
        {
            // The clock is looked at some time before each correction, and some time after.
            for (var look = 0; look < 12; look++)
            {
                _queue.Time.Advance(TimeSpan.FromMinutes(5));
                _ = _queue.Queue.AgeOf(recorded);
            }

            _queue.Clock.Offset += TimeSpan.FromMinutes(minutes);
            if (isRestarted) _queue.Restart();
            var passed = _queue.Time.GetUtcNow() - began;
            var age = _queue.Queue.AgeOf(recorded);
            Assert.True(age <= passed, $"{age} after {passed}");
            // What the clock shows again after a correction back may have been recorded then; and of too many corrections only the last are known.
            Assert.True(age >= passed - TimeSpan.FromMinutes(minutes < 0 || times > 32 ? Math.Abs(minutes) * times : 60), $"{age} after {passed}");
        }
    }
}
