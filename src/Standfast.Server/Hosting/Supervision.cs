using Standfast.Queue;

namespace Standfast.Server.Hosting;

/// <summary>
/// Ends the server where only a new start helps, a spool that has failed or deliveries that have ended, and where somebody starts it
/// anew. Without a supervisor it stays and answers 4xx with the reason: a server that is gone would tell its owner less.
/// </summary>
internal sealed class Supervision : IDisposable
{
    /// <summary>EX_SOFTWARE (sysexits.h): a defect.</summary>
    public const int Defect = 70;

    /// <summary>EX_IOERR: the disk.</summary>
    public const int DiskFailed = 74;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    /// <summary>Clients hear a reply, and the log is read, before the end; ours.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    private readonly ISpool _spool;
    private readonly Task _delivery;
    private readonly Action _stop;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer? _timer;
    private long? _since;

    public Supervision(ISpool spool, Task delivery, bool isSupervised, Action stop, TimeProvider time, ILogger logger)
    {
        (_spool, _delivery, _stop, _time, _logger) = (spool, delivery, stop, time, logger);
        if (isSupervised) _timer = time.CreateTimer(static self => ((Supervision)self!).Look(), this, s_interval, s_interval);
    }

    /// <summary>0 unless this ended the server.</summary>
    public int ExitCode { get; private set; }

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        var code = _spool.Failure is not null ? DiskFailed : _delivery.IsFaulted ? Defect : 0;
        if (code == 0 || ExitCode != 0) return;
        _since ??= _time.GetTimestamp();
        if (_time.GetElapsedTime(_since.Value) < s_grace) return;
        ExitCode = code;
        Log.EndsToBeStartedAnew(_logger, code);
        _stop();
    }
}
