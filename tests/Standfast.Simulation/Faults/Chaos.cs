using Standfast.Queue;
using Standfast.Simulation.Names;

namespace Standfast.Simulation.Faults;

/// <summary>Makes the faults of a plan, one after the other, and mends all of them at the end.</summary>
internal sealed class Chaos(SimulatedWorld world, Supervisor supervisor)
{
    private static readonly QueueFilter s_everything = new();

    private readonly SortedDictionary<FaultKind, int> _counts = [];

    public IReadOnlyDictionary<FaultKind, int> Counts => _counts;

    /// <summary>By how much the wall clock was set back, in all: what is due by it comes later by so much.</summary>
    public TimeSpan ClockSets { get; private set; }

    private Random Random => world.Scheduler.Random;

    public async Task RunAsync()
    {
        var kinds = world.Plan.Faults.Order().ToArray();
        var end = world.Scheduler.Now + world.Plan.Length;
        while (world.Scheduler.Now < end)
        {
            await Task.Delay(world.Plan.FaultEvery * (2 * Random.NextDouble()), world.Clock);
            if (kinds.Length == 0) continue;
            var kind = kinds[Random.Next(kinds.Length)];
            world.Scheduler.Trace("fault", (long)kind);
            world.Scheduler.Note($"     {kind}");
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            Make(kind);
        }
    }

    /// <summary>Ends every fault, and lets all mail go.</summary>
    public async Task MendAsync()
    {
        world.Scheduler.Trace("mended");
        world.Disk.StopsAfter = null;
        world.Disk.FailsSync = world.Disk.FailsWrite = world.Disk.FailsRead = world.Disk.IsFull = false;
        foreach (var provider in world.Providers) provider.BecomeGood();
        foreach (var domain in world.Domains) world.Dns.SetState(domain, NameState.Answers);
        // A server whose spool has failed says so, and is soon another one.
        while (!await ControlAsync((queue, reason) => queue.ReleaseAsync(s_everything, reason, CancellationToken.None))) await Task.Delay(TimeSpan.FromSeconds(10), world.Clock);
    }

    private void Make(FaultKind kind)
    {
        var disk = world.Disk;
        switch (kind)
        {
            case FaultKind.Kill or FaultKind.PowerCut:
                supervisor.Crash(kind == FaultKind.PowerCut);
                break;
            case FaultKind.KillInOperation or FaultKind.PowerCutInOperation:
                if (Random.Next(2) == 0) supervisor.Crash(kind == FaultKind.PowerCutInOperation);
                disk.StopsAfter = Random.Next(Random.Next(2) == 0 ? 10 : 60);
                break;
            case FaultKind.Restart:
                supervisor.Restart();
                break;
            case FaultKind.SyncError:
                disk.FailsSync = true;
                break;
            case FaultKind.WriteError:
                disk.FailsWrite = true;
                break;
            case FaultKind.ReadError:
                disk.FailsRead = true;
                break;
            case FaultKind.DiskFull:
                disk.IsFull = true;
                Later(() => disk.IsFull = false);
                break;
            case FaultKind.Mood or FaultKind.Rejections:
                world.Providers[Random.Next(world.Providers.Count)].ChangeMood(kind == FaultKind.Rejections);
                break;
            case FaultKind.NameFailure or FaultKind.NameGone:
                var domain = world.Domains[Random.Next(world.Domains.Count)];
                world.Dns.SetState(domain, kind == FaultKind.NameGone ? NameState.NoSuchName : Random.Next(2) == 0 ? NameState.ServerFailure : NameState.TimesOut);
                Later(() => world.Dns.SetState(domain, NameState.Answers));
                break;
            case FaultKind.Move:
                world.Move(world.Domains[Random.Next(world.Domains.Count)], world.Providers[Random.Next(3)]);
                break;
            case FaultKind.ClockSet:
                // A correction, or a jump: that makes nothing late by itself, but a wait that ran may run once more.
                var isJump = Random.Next(4) == 0;
                var change = isJump ? TimeSpan.FromHours(Random.Next(-300, 1_000)) : TimeSpan.FromMinutes(Random.Next(-50, 51));
                ClockSets += isJump ? world.Plan.Retries.Max() * 1.2 : change.Duration();
                world.Scheduler.WallOffset += change;
                break;
            case FaultKind.Suspension:
                foreach (var link in world.Network.Links) link.Stall(TimeSpan.Zero);
                world.Scheduler.Lose(TimeSpan.FromSeconds(Random.Next(1, 1_000)));
                break;
            default:
                MakeOutside(kind);
                break;
        }
    }

    private void MakeOutside(FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.ConnectionReset or FaultKind.ConnectionCut or FaultKind.ConnectionStall:
                // A moment when something is open is worth waiting for.
                world.Process.Start(() => DisturbAsync(kind));
                break;
            case FaultKind.Hold:
                var held = new QueueFilter(RecipientDomain: world.Domains[Random.Next(world.Domains.Count)]);
                world.Process.Start(() => ControlAsync((queue, reason) => queue.HoldAsync(held, reason, CancellationToken.None)));
                Later(() => world.Process.Start(() => ControlAsync((queue, reason) => queue.ReleaseAsync(held, reason, CancellationToken.None))));
                break;
            case FaultKind.OperatorBounce:
                var bounced = new QueueFilter(RecipientDomain: world.Domains[Random.Next(world.Domains.Count)]);
                world.Process.Start(() => ControlAsync((queue, reason) => queue.BounceAsync(bounced, reason, CancellationToken.None)));
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{kind}");
        }
    }

    private async Task DisturbAsync(FaultKind kind)
    {
        for (var waited = 0; world.Network.Links.Count == 0 && waited < 600; waited++) await Task.Delay(TimeSpan.FromSeconds(1), world.Clock);
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Next(500)), world.Clock);
        if (world.Network.Links.Count == 0) return;
        var link = world.Network.Links[Random.Next(world.Network.Links.Count)];
        if (kind == FaultKind.ConnectionReset) link.Reset();
        else if (kind == FaultKind.ConnectionCut) link.Cut();
        else link.Stall(TimeSpan.FromSeconds(Random.Next(1, 2_000)));
    }

    /// <summary>Does something to the queue of the server that runs, as its owner would, by a call into it.</summary>
    /// <returns>False when nobody was there to do it.</returns>
    private async Task<bool> ControlAsync(Func<IQueueControl, string, Task<int>> change)
    {
        if (supervisor.Run is not { IsReady: true } run) return false;
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        run.Process.Start(async () =>
        {
            try
            {
                world.Scheduler.Trace("changed", await change(run.Queue!, "the owner wants it"));
                done.SetResult(true);
            }
            catch (IOException)
            {
                // The spool has failed meanwhile; the caller is told.
                done.SetResult(false);
            }
        });
        // A server that is gone answers nobody.
        for (var waited = 0; !done.Task.IsCompleted && waited < 120 && !run.Process.IsDead; waited++) await Task.Delay(TimeSpan.FromSeconds(1), world.Clock);
        return done.Task.IsCompletedSuccessfully && await done.Task;
    }

    private void Later(Action mend) => world.Process.Start(async () =>
    {
        await Task.Delay(TimeSpan.FromMinutes(Random.Next(1, 180)), world.Clock);
        mend();
    });
}
