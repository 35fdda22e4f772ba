using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Standfast.Server.Composition;

namespace Standfast.Tests.Server;

public sealed class BackgroundLoopTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _faults = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WorkThatFails_IsToldOf_AndBeginsAgainAfterAMinute()
    {
        var begun = new SemaphoreSlim(0);
        var rounds = 0;
        using var loop = new BackgroundLoop(
            async stop =>
            {
                begun.Release();
                if (++rounds == 1) throw new FormatException("first");
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            },
            exception => _faults.Add(exception.Message), _time);
        Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(30), Stop));
        while (!await begun.WaitAsync(TimeSpan.FromMilliseconds(10), Stop)) _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(["first"], _faults);
    }

    [Fact]
    public async Task WorkOnAThreadOfItsOwn_ComesBackToIt()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var threads = new List<string?>();
        using var thread = new OwnThread("own");
        var loop = new BackgroundLoop(
            async stop =>
            {
                threads.Add(Thread.CurrentThread.Name);
                await Task.Yield();
                threads.Add(Thread.CurrentThread.Name);
                await Task.Run(() => threads.Add(Thread.CurrentThread.IsThreadPoolThread ? "pool" : "other"), stop);
                threads.Add(Thread.CurrentThread.Name);
                // proc_pid_stat(5): its nice value.
                threads.Add(File.ReadAllText("/proc/thread-self/stat").Split(' ')[18]);
                begun.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            },
            exception => _faults.Add(exception.Message), _time, thread);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        loop.Dispose();
        Assert.Equal(["own", "own", "pool", "own", "10"], threads);
        thread.Dispose();
        // What comes too late is done all the same.
        Assert.True(await Task.Factory.StartNew(() => Thread.CurrentThread.IsThreadPoolThread, Stop, TaskCreationOptions.None, thread).WaitAsync(TimeSpan.FromSeconds(30), Stop));
        Assert.Empty(_faults);
    }

    [Fact]
    public void Dispose_WaitsForTheEnd_AndThrowsNothing()
    {
        var isOver = false;
        var loop = new BackgroundLoop(
            async stop =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, stop).ContinueWith(static _ => { }, TaskScheduler.Default);
                isOver = true;
                throw new InvalidDataException("too late");
            },
            exception => _faults.Add(exception.Message), _time);
        loop.Dispose();
        Assert.True(isOver);
        Assert.Equal(["too late"], _faults);
    }

    [Fact]
    public void PartThatCannotBeClosed_KeepsTheOthersFromNothing()
    {
        var closed = new List<string>();
        using (var parts = new ReputationParts(NullLogger.Instance, _time))
            parts.Owned.AddRange([new Part(() => closed.Add("store")), new Part(() => throw new IOException("no")), new Part(() => closed.Add("loop"))]);
        Assert.Equal(["loop", "store"], closed);
    }

    private sealed class Part(Action close) : IDisposable
    {
        public void Dispose() => close();
    }
}
