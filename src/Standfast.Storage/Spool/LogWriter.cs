using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>
/// The one writer of the log: takes all records that wait, writes them in one go, syncs once, and lets their owners
/// know. The first failure is the last thing it does: a sync that failed may have dropped what it should have written.
/// </summary>
internal sealed class LogWriter : IAsyncDisposable
{
    private const int MaxGroupBytes = 8 * 1024 * 1024;
    private static readonly byte[] s_padding = new byte[8];

    private readonly Lock _lock = new();
    private readonly SegmentSet _segments;
    private readonly ILogPump _pump;
    private List<LogAppend> _waiting = [];
    private List<LogAppend> _group = [];
    private bool _isStopping;

    public LogWriter(SegmentSet segments, Func<Func<bool>, ILogPump> pump)
    {
        _segments = segments;
        _pump = pump(Run);
    }

    public string? Failure { get; private set; }

    public long Syncs { get; private set; }

    public long Appends { get; private set; }

    public Task<long> AppendAsync(LogAppend append)
    {
        lock (_lock)
        {
            if (Failure is not null || _isStopping) return System.Threading.Tasks.Task.FromException<long>(new SpoolFailedException(Failure ?? "the spool is closed"));
            _waiting.Add(append);
            if (_waiting.Count == 1) _pump.Wake();
        }

        return append.Task;
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isStopping) return ValueTask.CompletedTask;
            _isStopping = true;
            // After a failure nobody runs any more.
            if (_waiting.Count == 0 && Failure is null) _pump.Wake();
        }

        return _pump.DisposeAsync();
    }

    /// <returns>False when nothing more will be written.</returns>
    private bool Run()
    {
        lock (_lock)
        {
            (_waiting, _group) = (_group, _waiting);
            if (_group.Count == 0 && _isStopping) return false;
        }

        if (!WriteGroup(_group)) return false;
        _group.Clear();
        lock (_lock) return !_isStopping || _waiting.Count > 0;
    }

    private bool WriteGroup(List<LogAppend> group)
    {
        var done = 0;
        try
        {
            while (done < group.Count)
            {
                var count = Write(group, done);
                _segments.Current!.File.Sync();
                Syncs++;
                for (; count > 0; count--, done++)
                {
                    Appends++;
                    group[done].Succeed();
                }
            }

            return true;
        }
        catch (IOException exception)
        {
            Fail(exception, group, done);
            return false;
        }
    }

    /// <summary>Writes as many of the records as fit the current segment, at least one.</summary>
    private int Write(List<LogAppend> group, int first)
    {
        var segment = _segments.Current;
        var length = group[first].HeaderFor(0).PaddedLength;
        if (segment is null || segment.End + length > segment.File.SizeBytes) segment = _segments.Roll(length);
        var room = Math.Min(segment.File.SizeBytes - segment.End, Math.Max(MaxGroupBytes, length));
        var pieces = new List<ReadOnlyMemory<byte>>();
        var offset = segment.End;
        var index = first;
        for (; index < group.Count; index++)
        {
            var append = group[index];
            var header = append.HeaderFor(segment.Number);
            if (offset - segment.End + header.PaddedLength > room) break;
            var bytes = new byte[RecordHeader.Length];
            header.Write(bytes);
            pieces.Add(bytes);
            foreach (var piece in append.Pieces)
                if (!piece.IsEmpty)
                    pieces.Add(piece);
            var padding = header.PaddedLength - RecordHeader.Length - append.PayloadLength;
            if (padding > 0) pieces.Add(s_padding.AsMemory(0, padding));
            append.PlacedAt(new SpoolPosition(segment.Number, offset));
            offset += header.PaddedLength;
        }

        segment.File.Write(segment.End, pieces);
        segment.End = offset;
        return index - first;
    }

    private void Fail(IOException exception, List<LogAppend> group, int done)
    {
        var reason = $"the spool could not be written ({exception.Message}); restart the server after mending the disk";
        var failure = new SpoolFailedException(reason, exception);
        List<LogAppend> late;
        lock (_lock)
        {
            Failure = reason;
            late = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var append in group.Skip(done)) append.Fail(failure);
        foreach (var append in late) append.Fail(failure);
    }
}
