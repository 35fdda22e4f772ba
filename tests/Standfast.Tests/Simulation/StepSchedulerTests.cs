using Standfast.Simulation.Scheduling;

namespace Standfast.Tests.Simulation;

public sealed class StepSchedulerTests
{
    [Fact]
    public void Escape_IsKept_WhenWorkRunsOnAnotherThread()
    {
        var scheduler = new StepScheduler(1);
        var process = new SimulatedProcess(scheduler, 1, exception => Assert.Fail(exception.ToString()));
        using var gate = new ManualResetEventSlim();
        process.Start(async () => await Task.Run(gate.Wait, TestContext.Current.CancellationToken));
        while (scheduler.RunStep()) { }
        gate.Set();
        Assert.True(SpinWait.SpinUntil(() => scheduler.Escape is not null, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Timers_FireInVirtualTime_AndNotBefore()
    {
        var scheduler = new StepScheduler(1);
        var process = new SimulatedProcess(scheduler, 1, exception => Assert.Fail(exception.ToString()));
        var clock = new VirtualClock(process);
        var times = new List<TimeSpan>();
        process.Start(async () =>
        {
            await Task.Delay(TimeSpan.FromDays(3), clock, TestContext.Current.CancellationToken);
            times.Add(scheduler.Now);
        });
        while (scheduler.RunStep()) { }
        Assert.Equal([TimeSpan.FromDays(3)], times);
        Assert.Null(scheduler.Escape);
    }

    [Fact]
    public void Killed_NeverRunsAgain()
    {
        var scheduler = new StepScheduler(1);
        var process = new SimulatedProcess(scheduler, 1, exception => Assert.Fail(exception.ToString()));
        var clock = new VirtualClock(process);
        process.Start(async () =>
        {
            process.Post(_ => Assert.Fail("a step ran"), null);
            process.Kill();
            await Task.Delay(TimeSpan.FromSeconds(1), clock, TestContext.Current.CancellationToken);
            Assert.Fail("a timer fired");
        });
        while (scheduler.RunStep()) { }
    }
}
