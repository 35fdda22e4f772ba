using Standfast.Queue.Clocks;

namespace Standfast.Queue;

/// <content>What one process tells the next.</content>
internal sealed partial class ClockWatch
{
    private bool IsOfThisBoot(ClockRecord record) => record.Machine is { } then && _memory?.Now is { } now && now.Boot == then.Boot && now.Uptime >= then.Uptime;

    private TimeSpan PassedSince(ClockRecord record)
    {
        if (IsOfThisBoot(record)) return _memory!.Now!.Value.Uptime - record.Machine!.Value.Uptime;
        // The machine was started anew: the wall clock is all there is, and time never goes back.
        return _wall > record.Wall ? _wall - record.Wall : TimeSpan.Zero;
    }

    private void Save()
    {
        ClockRecord record;
        long version;
        lock (_lock)
        {
            LookLocked();
            (record, version) = Record();
        }

        Write(record, version);
    }

    private void SaveLocked()
    {
        var (record, version) = Record();
        Write(record, version);
    }

    private (ClockRecord Record, long Version) Record() => (new ClockRecord(_memory?.Now, _wall, [.. _eras]), ++_version);

    private void Write(ClockRecord record, long version)
    {
        lock (_saving)
        {
            // A step has been saved meanwhile.
            if (version < _savedVersion) return;
            _savedVersion = version;
            try
            {
                _memory?.Save(record);
            }
            catch (IOException exception)
            {
                Log.ClockNotSaved(_logger, exception);
            }
        }
    }
}
