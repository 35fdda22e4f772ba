using Standfast.Simulation.Scheduling;
using Standfast.Storage.Spool;

namespace Standfast.Simulation.Engine;

/// <summary>The log writer without a thread: each run is a step, after as long as the disk takes.</summary>
internal sealed class SteppedPump(SimulatedProcess process, TimeProvider clock, Func<bool> run, Func<TimeSpan> delay) : ILogPump
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isWoken;
    private bool _isRunning;

    public void Wake()
    {
        process.Scheduler.CheckThread();
        _isWoken = true;
        if (_isRunning) return;
        _isRunning = true;
        process.Start(RunAsync);
    }

    public ValueTask DisposeAsync() => new(_ended.Task);

    private async Task RunAsync()
    {
        while (_isWoken)
        {
            await Task.Delay(delay(), clock);
            _isWoken = false;
            if (run()) continue;
            _ended.TrySetResult();
            return;
        }

        _isRunning = false;
    }
}
