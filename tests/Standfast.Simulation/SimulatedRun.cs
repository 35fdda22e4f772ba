using Standfast.Simulation.Faults;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation;

/// <summary>Plays one seed from the first start of the server until all its mail has an end.</summary>
public static class SimulatedRun
{
    /// <summary>Beyond, something spins.</summary>
    private const long MaxSteps = 20_000_000;

    /// <summary>After the faults: the longest retry with its spread, a site's longest pause, a record that was unreadable once, and something.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromHours(4);

    public static RunReport Play(int seed, bool keepsLines = false) => Play(seed, SimulationPlan.Draw(seed), keepsLines);

    public static RunReport Play(int seed, SimulationPlan plan, bool keepsLines = false)
    {
        var scheduler = new StepScheduler(seed) { KeepsLines = keepsLines };
        var world = new SimulatedWorld(plan, scheduler);
        var supervisor = new Supervisor(world);
        var chaos = new Chaos(world, supervisor);
        var isOver = false;
        world.Process.Start(async () =>
        {
            supervisor.Start();
            await Task.WhenAll(chaos.RunAsync(), world.RunClientsAsync());
            await chaos.MendAsync();
            var deadline = scheduler.Now + s_slack + chaos.ClockSets;
            while (scheduler.Now < deadline && supervisor.Run?.Queue?.Counts.Messages != 0) await Task.Delay(TimeSpan.FromMinutes(1), world.Clock);
            Inspect(world, supervisor);
            isOver = true;
        });
        while (!isOver && world.Judge.Violations.Count == 0)
        {
            if (scheduler.Steps > MaxSteps) world.Judge.Fail("it never ends");
            else if (!scheduler.RunStep()) world.Judge.Fail("nothing happens any more");
            if (scheduler.Escape is { } escape) world.Judge.Fail($"something ran on another thread: {escape}");
        }

        return new RunReport(
            seed, scheduler.TraceHash, scheduler.Steps, scheduler.Now, world.Judge.Promises, world.Judge.Duplicates, supervisor.Crashes, chaos.Counts, world.Judge.Violations)
        { Moved = supervisor.Moved, LastLines = [.. scheduler.LastLines] };
    }

    private static void Inspect(SimulatedWorld world, Supervisor supervisor)
    {
        world.Judge.Close();
        var queue = supervisor.Run!.Queue!;
        if (queue.Counts is { Messages: not 0 } or { Active: not 0 } or { Held: not 0 }) world.Judge.Fail($"the queue says {queue.Counts}");
        if (supervisor.Run.Spool!.ListUndone(default, int.MaxValue) is { Count: > 0 } undone) world.Judge.Fail($"the spool keeps {string.Join(", ", undone)}");
    }
}
