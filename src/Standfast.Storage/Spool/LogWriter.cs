using Standfast.Queue;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>
/// The one writer of the log: takes all records that wait, writes them in one go, syncs once, and lets their owners
/// know. The first failure is the last thing it does: a sync that failed may have dropped what it should have written. A full
/// disk is no failure: messages are refused, states go to the segments allocated ahead, and when those are full, wait.
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
    private IReadOnlyList<MessageMove>? _copies;
    private Func<MessageMove, bool>? _isUnchanged;
    private bool _isCopying;
    private bool _wasCopying;
    private int _done;
    private bool _isStopping;
    private bool _isWoken;
    private volatile string? _shortage;

    /// <summary>What waits cannot be written before there is space; a look that finds some goes on with it.</summary>
    private bool _isBlocked;
    private volatile bool _hasLooked;

    /// <summary>A write ended for want of room: some of the group may stand beyond the end, and the same octets must come to stand there.</summary>
    private bool _isPartWritten;

    public LogWriter(SegmentSet segments, Func<Func<bool>, ILogPump> pump)
    {
        _segments = segments;
        FillReserve();
        _pump = pump(Run);
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
            if (!_isBlocked) WakeLocked();
        }

        return append.Task;
    }

    /// <summary>Told when the copies taken last are durable, or were not written: of messages that changed meanwhile, or for want of room.</summary>
    public Action? Copied { get; set; }

    /// <summary>
    /// Writes copies, in turn with what others write and in a group of their own: nothing is written of their messages between
    /// <paramref name="isUnchanged"/> and them. One such call at a time, until <see cref="Copied"/>.
    /// </summary>
    /// <returns>False when nothing can be written now.</returns>
    public bool TryCopy(IReadOnlyList<MessageMove> moves, Func<MessageMove, bool> isUnchanged)
    {
        lock (_lock)
        {
            if (Failure is not null || _isStopping || _shortage is not null) return false;
            (_copies, _isUnchanged) = (moves, isUnchanged);
            if (!_isBlocked) WakeLocked();
            return true;
        }
    }

    /// <summary>There may be space again.</summary>
    public void LookAgain()
    {
        lock (_lock)
        {
            if (_isStopping || Failure is not null || _shortage is null) return;
            _hasLooked = true;
            WakeLocked();
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isStopping) return ValueTask.CompletedTask;
            _isStopping = true;
            // After a failure nobody runs any more.
            if (Failure is null) WakeLocked();
        }

        return _pump.DisposeAsync();
    }

    private void WakeLocked()
    {
        if (_isWoken) return;
        _isWoken = true;
        _pump.Wake();
    }

    /// <returns>False when nothing more will be written.</returns>
    private bool Run()
    {
        IReadOnlyList<MessageMove> copies = [];
        lock (_lock)
        {
            _isWoken = false;
            _isBlocked = false;
            if (_group.Count == 0) copies = TakeLocked();
            if (_group.Count == 0 && _isStopping) return false;
        }

        foreach (var move in copies)
            if (_isUnchanged!(move))
                _group.AddRange(move.Appends);
        if (!WriteGroup(_group))
        {
            Copied?.Invoke();
            return false;
        }

        bool hasCopied, goesOn;
        lock (_lock)
        {
            if (_isBlocked) return true;
            _group.Clear();
            _done = 0;
            (hasCopied, _wasCopying, _isCopying) = (_isCopying, _isCopying, false);
            if (_waiting.Count > 0 || _copies is not null) WakeLocked();
            goesOn = !_isStopping || _waiting.Count > 0;
        }

        if (hasCopied) Copied?.Invoke();
        return goesOn;
    }

    /// <summary>Takes what waits, or the copies where it is their turn.</summary>
    /// <returns>The copies, none of them in the group yet.</returns>
    private IReadOnlyList<MessageMove> TakeLocked()
    {
        if (_copies is { } copies && !_isStopping && (_waiting.Count == 0 || !_wasCopying))
        {
            (_copies, _isCopying) = (null, true);
            return copies;
        }

        (_waiting, _group) = (_group, _waiting);
        return [];
    }

    /// <returns>False when the spool has failed, or is closed while a full disk keeps records waiting.</returns>
    private bool WriteGroup(List<LogAppend> group)
    {
        try
        {
            FillReserve();
            while (_done < group.Count)
            {
                if (_shortage is { } shortage && !_isPartWritten && Refuse(group, shortage)) continue;
                var count = Write(group, _done);
                _segments.Current!.File.Sync();
                Syncs++;
                for (; count > 0; count--, _done++)
                {
                    Appends++;
                    group[_done].Succeed();
                }

                FillReserve();
            }

            return true;
        }
        catch (DiskFullException exception)
        {
            return Block(group, exception);
        }
        catch (IOException exception)
        {
            var reason = $"the spool could not be written ({exception.Message}); restart the server after mending the disk";
            Fail(new SpoolFailedException(reason, exception), group);
            return false;
        }
    }

    /// <summary>Nothing of the group's rest is durable, and nothing that was is touched: its states wait for space.</summary>
    private bool Block(List<LogAppend> group, DiskFullException exception)
    {
        _shortage = $"the spool has no room left ({exception.Message}); free some space: all goes on by itself";
        if (!_isPartWritten) Refuse(group, _shortage);
        lock (_lock)
        {
            _isBlocked = _done < group.Count;
            if (!_isBlocked || !_isStopping) return true;
        }

        Fail(new SpoolFullException("the server stopped while the disk was full", exception), group);
        return false;
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
    private bool Refuse(List<LogAppend> group, string reason)
    {
        var count = group.Count;
        for (var index = count - 1; index >= _done; index--)
        {
            if (group[index].MayUseReserve) continue;
            group[index].Fail(new SpoolFullException(reason));
            group.RemoveAt(index);
        }

        return group.Count < count;
    }

    /// <summary>Writes as many of the records as fit the current segment, at least one.</summary>
    private int Write(List<LogAppend> group, int first)
    {
        var segment = _segments.Current;
        var length = RecordHeader.PaddedLengthOf(group[first].PayloadLength);
        if (segment is null || segment.End + length > segment.File.SizeBytes) segment = _segments.Roll(length);
        var room = Math.Min(segment.File.SizeBytes - segment.End, Math.Max(MaxGroupBytes, length));
        var pieces = new List<ReadOnlyMemory<byte>>();
        var offset = segment.End;
        var index = first;
        for (; index < group.Count; index++)
        {
            var append = group[index];
            var header = append.HeaderFor(segment.Number, segment.End);
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

    private void Fail(IOException failure, List<LogAppend> group)
    {
        List<LogAppend> late;
        lock (_lock)
        {
            Failure = failure.Message;
            late = [.. group.Skip(_done), .. _waiting];
            _waiting.Clear();
        }

        foreach (var append in late) append.Fail(failure);
    }
}
