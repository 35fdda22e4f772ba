using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Standfast.Server.Composition;
using Standfast.Tests.Queue;

namespace Standfast.Tests.Server;

public sealed class EventCheckpointTests
{
    [Fact]
    public async Task Flush_ThatFails_IsTriedAgain_AndCoversNothing()
    {
        using var flushed = new SemaphoreSlim(0);
        var answers = new Queue<Func<long>>([() => 10, () => throw new IOException("database or disk is full"), () => 20, () => 30]);
        var events = new FakeEventLog
        {
            Flushing = () =>
            {
                try
                {
                    return answers.Dequeue()();
                }
                finally
                {
                    flushed.Release();
                }
            },
        };
        await using var spool = new FakeSpool();
        var time = new Clock();
        using var checkpoint = new EventCheckpoint(events, spool, time, NullLogger.Instance);
        await checkpoint.StartAsync(TestContext.Current.CancellationToken);
        await time.HasTimer.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        foreach (var durable in (long[])[0, 0, 10, 20])
        {
            time.Advance(TimeSpan.FromSeconds(10));
            Assert.True(await flushed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "it is not flushed");
            for (var round = 0; round < 200 && spool.EventsDurable != durable; round++) await Task.Delay(10, TestContext.Current.CancellationToken);
            Assert.Equal(durable, spool.EventsDurable);
        }

        await checkpoint.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stop_IsNoFault()
    {
        await using var spool = new FakeSpool();
        var time = new Clock();
        using var checkpoint = new EventCheckpoint(new FakeEventLog(), spool, time, NullLogger.Instance);
        await checkpoint.StartAsync(TestContext.Current.CancellationToken);
        await time.HasTimer.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await checkpoint.StopAsync(TestContext.Current.CancellationToken);
        await checkpoint.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private sealed class Clock : FakeTimeProvider
    {
        public TaskCompletionSource HasTimer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            HasTimer.TrySetResult();
            return timer;
        }
    }
}
