using Microsoft.Extensions.Time.Testing;
using Standfast.Delivery.Shaping;

namespace Standfast.Tests.Delivery.Shaping;

public sealed class UnansweredLimitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly UnansweredLimit _limit;

    public UnansweredLimitTests() => _limit = new UnansweredLimit(new MonotonicClock(_time));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoMoreThanMost_AreUnansweredAtOnce_AndThoseThatWaitComeInTurn()
    {
        var begun = await BeginAsync(UnansweredLimit.Most);
        var (next, last) = (_limit.BeginAsync(Stop).AsTask(), _limit.BeginAsync(Stop).AsTask());
        Assert.False(next.IsCompleted);
        begun[0].Answered();
        // Twice is once.
        begun[0].Dispose();
        (await next).Dispose();
        await last;
    }

    [Fact]
    public async Task OneThatIsWaitedForNoLonger_LeavesItsTurnToTheNext()
    {
        var begun = await BeginAsync(UnansweredLimit.Most);
        using var impatient = new CancellationTokenSource();
        var given = _limit.BeginAsync(impatient.Token).AsTask();
        var next = _limit.BeginAsync(Stop).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.False(next.IsCompleted);
        begun[0].Answered();
        await next;
    }

    [Fact]
    public async Task HostsThatHang_KeepNobodyWaitingForLong()
    {
        var hanging = await BeginAsync(UnansweredLimit.Most);
        var next = _limit.BeginAsync(Stop).AsTask();
        _time.Advance(UnansweredLimit.LongestWait - TimeSpan.FromMilliseconds(1));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var more = await next;
        // It counts as one more: the end of one that hung lets nobody in.
        var last = _limit.BeginAsync(Stop).AsTask();
        hanging[0].Dispose();
        Assert.False(last.IsCompleted);
        more.Dispose();
        (await last).Dispose();
    }

    [Fact]
    public async Task SiteThatTakesItsTimeOverContent_IsNotWaitedFor()
    {
        Assert.True(_limit.CoversContent);
        for (var count = 0; count < 10; count++)
        {
            var slow = await _limit.BeginAsync(Stop);
            slow.ContentSent();
            _time.Advance(TimeSpan.FromMilliseconds(400));
            slow.Answered();
        }

        Assert.False(_limit.CoversContent);
        var begun = await BeginAsync(UnansweredLimit.Most);
        begun[0].ContentSent();
        (await _limit.BeginAsync(Stop)).Dispose();
    }

    private async Task<List<UnansweredTransaction>> BeginAsync(int count)
    {
        var begun = new List<UnansweredTransaction>();
        while (begun.Count < count) begun.Add(await _limit.BeginAsync(Stop));
        return begun;
    }
}
