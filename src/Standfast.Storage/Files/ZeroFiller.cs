namespace Standfast.Storage.Files;

/// <summary>
/// Fills the new files of a directory ahead of their owner (<see cref="ZeroFill"/>), slowly, on a thread of its own, and only once
/// much is written: who writes little would have a sync's time saved that nobody notices. Measured in docs/adr/0008-zeros-ahead.md.
/// </summary>
internal sealed class ZeroFiller : IDisposable
{
    /// <summary>Writes from which on it is worth it; ours.</summary>
    public const int LeastWrites = 256;

    /// <summary>Between two steps: at most some 100 MB/s are written; ours.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly Queue<ZeroFill> _files = new();
    private Thread? _thread;
    private int _writes;
    private bool _isStopping;

    /// <returns>Null where the file cannot be opened once more, as when too many are open: it does without.</returns>
    public ZeroFill? Add(string path, long sizeBytes)
    {
        ZeroFill fill;
        try
        {
            fill = new ZeroFill(File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete), sizeBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        lock (_lock)
        {
            _files.Enqueue(fill);
            StartLocked();
        }

        return fill;
    }

    /// <summary>One more write to a file of the directory.</summary>
    public void Count()
    {
        if (_writes >= LeastWrites || Interlocked.Increment(ref _writes) < LeastWrites) return;
        lock (_lock) StartLocked();
    }

    public void Dispose()
    {
        Thread? thread;
        lock (_lock)
        {
            _isStopping = true;
            thread = _thread;
        }

        thread?.Join();
    }

    private void StartLocked()
    {
        if (_thread is not null || _isStopping || _files.Count == 0 || _writes < LeastWrites) return;
        _thread = new Thread(Run) { Name = "spool: zeros ahead", IsBackground = true };
        _thread.Start();
    }

    private void Run()
    {
        while (true)
        {
            ZeroFill file;
            lock (_lock)
            {
                if (_isStopping || !_files.TryDequeue(out file!))
                {
                    _thread = null;
                    return;
                }
            }

            while (!Volatile.Read(ref _isStopping) && file.Step()) PosixCalls.Sleep(s_pause);
        }
    }
}
