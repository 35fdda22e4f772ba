using Standfast.Simulation.Engine;

namespace Standfast.Simulation.Faults;

/// <summary>Starts the server, and starts it again whenever it is gone.</summary>
internal sealed class Supervisor(SimulatedWorld world)
{
    private int _starts;
    private long _movedBefore;
    private bool _isStarting;

    public ServerRun? Run { get; private set; }

    /// <summary>Ends of servers that had started.</summary>
    public int Crashes { get; private set; }

    /// <summary>Messages that were moved out of sparse segments, by all servers.</summary>
    public long Moved => _movedBefore + (Run?.Spool?.GetStats().MovedMessages ?? 0);

    public void Start()
    {
        if (_isStarting) return;
        _isStarting = true;
        world.Process.Start(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(_starts == 0 ? 0 : world.Scheduler.Random.Next(1, 120)), world.Clock);
            _isStarting = false;
            _movedBefore = Moved;
            var run = new ServerRun(world, ++_starts);
            Run = run;
            run.Exited = () => Crash(run, losesPower: false);
            world.Disk.Stopped = () => Crash(run, world.Scheduler.Random.Next(2) == 0);
            run.Start();
        });
    }

    public void Crash(bool losesPower)
    {
        if (Run is { } run) Crash(run, losesPower);
    }

    /// <summary>As its owner stops it: transactions end, outcomes are recorded.</summary>
    public void Restart()
    {
        if (Run is not { IsReady: true } run) return;
        run.Stop(isClean =>
        {
            if (!isClean) world.Judge.Crashes++;
            run.Kill(cutsLines: false);
            Start();
        });
    }

    private void Crash(ServerRun run, bool losesPower)
    {
        if (run.Process.IsDead || run != Run) return;
        world.Scheduler.Trace(losesPower ? "power cut" : "kill");
        world.Judge.Crashes++;
        if (run.IsReady) Crashes++;
        run.Kill(cutsLines: losesPower && world.Scheduler.Random.Next(2) == 0);
        world.Disk.StopsAfter = null;
        if (losesPower) world.Disk.LosePower();
        world.Events.LoseFresh();
        Start();
    }
}
