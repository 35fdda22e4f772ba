using Standfast.Queue;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>
/// The one thread that writes the log: takes all records that wait, writes them in one go, syncs once, and lets their owners
/// know. The first failure is the last thing it does: a sync that failed may have dropped what it should have written. A full
/// disk is no failure: messages are refused, states go to the segments allocated ahead, and when those are full, wait.
/// </summary>
internal sealed class LogWriter : IAsyncDisposable
{
    private const int MaxGroupBytes = 8 * 1024 * 1024;
    private static readonly byte[] s_padding = new byte[8];

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly SemaphoreSlim _looked = new(0);
    private readonly SegmentSet _segments;
    private readonly Thread _thread;
    private List<LogAppend> _waiting = [];
    private bool _isStopping;
    private volatile string? _shortage;
    private volatile bool _hasLooked;

    /// <summary>A write ended for want of room: some of the group may stand beyond the end, and the same octets must come to stand there.</summary>
    private bool _isPartWritten;

    public LogWriter(SegmentSet segments)
    {
        _segments = segments;
        FillReserve();
        _thread = new Thread(Run) { Name = "spool writer", IsBackground = true };
        _thread.Start();
    }

    public string? Failure { get; private set; }

    /// <summary>Why no message is taken; null while there is room.</summary>
    public string? Shortage => _shortage;

    public long Syncs { get; private set; }

    public long Appends { get; private set; }

    public Task<long> AppendAsync(LogAppend append)
    {
        lock (_lock)
        {
            if (Failure is not null || _isStopping) return System.Threading.Tasks.Task.FromException<long>(new SpoolFailedException(Failure ?? "the spool is closed"));
            if (_shortage is { } shortage && !append.MayUseReserve) return System.Threading.Tasks.Task.FromException<long>(new SpoolFullException(shortage));
            _waiting.Add(append);
            if (_waiting.Count == 1) _arrived.Release();
        }

        return append.Task;
    }

    /// <summary>There may be space again.</summary>
    public void LookAgain()
    {
        lock (_lock)
        {
            if (_isStopping || _shortage is null) return;
            _hasLooked = true;
            if (_looked.CurrentCount == 0) _looked.Release();
            if (_waiting.Count == 0 && _arrived.CurrentCount == 0) _arrived.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isStopping) return ValueTask.CompletedTask;
            _isStopping = true;
            _arrived.Release();
            _looked.Release();
        }

        _thread.Join();
        _arrived.Dispose();
        _looked.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Run()
    {
        var group = new List<LogAppend>();
        while (true)
        {
            _arrived.Wait();
            lock (_lock)
            {
                (_waiting, group) = (group, _waiting);
                if (group.Count == 0 && _isStopping) return;
            }

            if (!WriteGroup(group)) return;
            group.Clear();
            lock (_lock)
            {
                if (_isStopping && _waiting.Count == 0) return;
            }
        }
    }

    /// <returns>False when the spool has failed, or stops while a full disk keeps records waiting.</returns>
    private bool WriteGroup(List<LogAppend> group)
    {
        var done = 0;
        try
        {
            FillReserve();
            while (done < group.Count)
            {
                if (_shortage is { } shortage && !_isPartWritten && Refuse(group, done, shortage)) continue;
                int count;
                try
                {
                    count = Write(group, done);
                }
                catch (DiskFullException exception)
                {
                    _shortage = $"the spool has no room left ({exception.Message}); free some space: all goes on by itself";
                    if ((!_isPartWritten && Refuse(group, done, _shortage)) || WaitForSpace()) continue;
                    Fail(new SpoolFullException("the server stopped while the disk was full", exception), group, done);
                    return false;
                }

                _segments.Current!.File.Sync();
                Syncs++;
                for (; count > 0; count--, done++)
                {
                    Appends++;
                    group[done].Succeed();
                }

                FillReserve();
            }

            return true;
        }
        catch (IOException exception)
        {
            var reason = $"the spool could not be written ({exception.Message}); restart the server after mending the disk";
            Fail(new SpoolFailedException(reason, exception), group, done);
            return false;
        }
    }

    /// <summary>Allocates what is missing ahead; without room for it no more messages are taken until a later look finds some.</summary>
    private void FillReserve()
    {
        if (_shortage is null ? !_segments.IsReserveShort : !_hasLooked) return;
        _hasLooked = false;
        try
        {
            _segments.FillReserve();
            _shortage = null;
        }
        catch (DiskFullException exception)
        {
            _shortage = $"the spool has no room for its next segment ({exception.Message}); free some space: accepted mail goes on, new mail is taken again by itself";
        }
    }

    /// <returns>True when messages were among the records; they are gone from the group.</returns>
    private static bool Refuse(List<LogAppend> group, int first, string reason)
    {
        var count = group.Count;
        for (var index = count - 1; index >= first; index--)
        {
            if (group[index].MayUseReserve) continue;
            group[index].Fail(new SpoolFullException(reason));
            group.RemoveAt(index);
        }

        return group.Count < count;
    }

    /// <returns>False when the spool is being closed.</returns>
    private bool WaitForSpace()
    {
        _looked.Wait();
        lock (_lock)
        {
            if (_isStopping) return false;
        }

        FillReserve();
        return true;
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

        _isPartWritten = true;
        segment.File.Write(segment.End, pieces);
        _isPartWritten = false;
        segment.End = offset;
        return index - first;
    }

    private void Fail(IOException failure, List<LogAppend> group, int done)
    {
        List<LogAppend> late;
        lock (_lock)
        {
            Failure = failure.Message;
            late = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var append in group.Skip(done)) append.Fail(failure);
        foreach (var append in late) append.Fail(failure);
    }
}
