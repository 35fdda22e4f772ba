using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>All segment files: which is written, which may go. May be called concurrently.</summary>
internal sealed class SegmentSet(ISpoolDirectory directory, int segmentBytes, long reserveBytes) : IDisposable
{
    /// <summary>A segment is sparse when no more than one part in so many of it is needed; ours: copying costs a third of what it frees.</summary>
    private const int SparseShare = 4;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, Segment> _segments = [];
    private readonly int _reserveFiles = (int)Math.Max(1, (reserveBytes + segmentBytes - 1) / segmentBytes);

    /// <summary>The next segments, allocated and without a header yet: recovery takes them for files made and not finished. Of the writer.</summary>
    private readonly Queue<(int Number, ISpoolFile File)> _reserve = new();

    private long _eventsDurableThrough;

    /// <summary>Readers of all segments.</summary>
    private int _freezes;

    public Segment? Current { get; private set; }

    /// <summary>Told of each segment that is full.</summary>
    public Action<Segment>? Sealed { get; set; }

    /// <summary>Files are missing that are allocated ahead for the time when the disk is full.</summary>
    public bool IsReserveShort => _reserve.Count < _reserveFiles;

    public long ReserveBytes => (long)_reserve.Count * segmentBytes;

    public int Count
    {
        get
        {
            lock (_lock) return _segments.Count;
        }
    }

    public IReadOnlyList<Segment> All
    {
        get
        {
            lock (_lock) return [.. _segments.Values];
        }
    }

    public void Add(Segment segment)
    {
        lock (_lock) _segments.Add(segment.Number, segment);
    }

    /// <summary>Makes the next segment the current one, durable in name and size before anything is written to it.</summary>
    /// <exception cref="DiskFullException">No file is allocated ahead, and there is no room for one.</exception>
    public Segment Roll(long recordLength)
    {
        var (number, file) = Next(recordLength + Segment.HeaderLength);
        file.Write(0, [Segment.MakeHeader(number)]);
        file.Sync();
        directory.Sync();
        var full = Current;
        var segment = new Segment(number, file);
        lock (_lock)
        {
            _reserve.Dequeue();
            _segments.Add(number, segment);
            if (full is not null) full.IsSealed = true;
            Current = segment;
        }

        if (full is not null) Sealed?.Invoke(full);
        return segment;
    }

    /// <summary>Goes on in the newest segment: at a start without room for a new one.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryReopen()
    {
        lock (_lock)
        {
            if (_segments.Count == 0) return false;
            Current = _segments.Values.Last();
            Current.IsSealed = false;
        }

        // It says where the segment ends, which is not true much longer.
        directory.Delete(SegmentSummary.NameOf(Current.Number));
        directory.Sync();
        return true;
    }

    /// <summary>Allocates the next segments ahead. Their names need not be durable before they are used.</summary>
    /// <exception cref="DiskFullException">There is no room.</exception>
    public void FillReserve()
    {
        while (IsReserveShort) Reserve(segmentBytes);
    }

    private (int Number, ISpoolFile File) Next(long sizeBytes)
    {
        // A record larger than a segment: its file takes the number of those allocated ahead, which are made anew.
        while (_reserve.TryPeek(out var small) && small.File.SizeBytes < sizeBytes)
        {
            _reserve.Dequeue();
            small.File.Dispose();
            directory.Delete(Segment.NameOf(small.Number));
        }

        if (_reserve.Count == 0) Reserve(Math.Max(segmentBytes, sizeBytes));
        return _reserve.Peek();
    }

    private void Reserve(long sizeBytes)
    {
        var number = _reserve.Count > 0 ? _reserve.Last().Number + 1 : NextNumber();
        _reserve.Enqueue((number, directory.Create(Segment.NameOf(number), sizeBytes)));
    }

    private int NextNumber()
    {
        lock (_lock) return _segments.Count == 0 ? 1 : _segments.Keys.Last() + 1;
    }

    public ISpoolFile FileOf(int number)
    {
        lock (_lock) return _segments.TryGetValue(number, out var segment) ? segment.File : throw new IOException($"spool segment {Segment.NameOf(number)} is missing");
    }

    /// <summary>An undone message needs a record of the segment.</summary>
    public void Pin(int number, int length)
    {
        lock (_lock)
        {
            if (!_segments.TryGetValue(number, out var segment)) return;
            segment.Pins++;
            segment.LiveBytes += length;
        }
    }

    public void Unpin(int number, int length)
    {
        lock (_lock)
        {
            if (!_segments.TryGetValue(number, out var segment)) return;
            segment.Pins--;
            segment.LiveBytes -= length;
        }
    }

    /// <summary>A final state was written for a message that stands in the other segment, and maybe in others that have copies of its messages.</summary>
    public void AddFinalState(int stateSegment, int messageSegment)
    {
        lock (_lock)
        {
            if (!_segments.TryGetValue(stateSegment, out var holder) || !_segments.TryGetValue(messageSegment, out var message)) return;
            if (stateSegment != messageSegment) holder.FinalStates[messageSegment] = holder.FinalStates.GetValueOrDefault(messageSegment) + 1;
            foreach (var twin in message.Twins)
                if (twin != stateSegment)
                    holder.FinalStates[twin] = holder.FinalStates.GetValueOrDefault(twin) + 1;
        }
    }

    /// <summary>The segments of this moment, for somebody who reads them all: until it is disposed none is deleted.</summary>
    public SegmentSnapshot Freeze()
    {
        lock (_lock)
        {
            _freezes++;
            return new SegmentSnapshot([.. _segments.Values.Select(segment => new SegmentView(segment.Number, segment.File, segment.End))], Thaw);
        }
    }

    private void Thaw()
    {
        lock (_lock) _freezes--;
    }

    /// <summary>A message of the one segment stands in the other one too, and does while that file is there.</summary>
    public void AddTwin(int number, int twin)
    {
        lock (_lock)
        {
            if (number == twin || !_segments.TryGetValue(number, out var segment) || !_segments.TryGetValue(twin, out var from)) return;
            segment.Twins.Add(twin);
            segment.Twins.UnionWith(from.Twins);
            segment.Twins.Remove(number);
        }
    }

    /// <summary>
    /// The oldest sealed segment of which at most a quarter is needed, and which goes once that is elsewhere: no final state in it
    /// keeps an older one from coming back to life, and its facts are in the event log.
    /// </summary>
    public Segment? FindSparse()
    {
        lock (_lock)
        {
            foreach (var segment in _segments.Values)
            {
                if (segment.IsSealed && segment.Pins > 0 && segment.Pins < segment.LastingPins && segment.FinalStates.Count == 0 && segment.LiveBytes * SparseShare <= segment.File.SizeBytes
                    && new SpoolPosition(segment.Number, segment.End).Value <= _eventsDurableThrough) return segment;
            }

            return null;
        }
    }

    /// <summary>What could be copied was: what the segment still holds is for later.</summary>
    public void MarkCompacted(Segment segment)
    {
        lock (_lock) segment.LastingPins = segment.Pins;
    }

    public void EventsDurableThrough(long position)
    {
        lock (_lock) _eventsDurableThrough = Math.Max(_eventsDurableThrough, position);
    }

    /// <summary>Deletes segments that nothing needs any more, oldest first.</summary>
    public void Reclaim()
    {
        List<Segment> dead = [];
        lock (_lock)
        {
            if (_freezes > 0) return;
            foreach (var segment in _segments.Values)
            {
                if (!segment.IsSealed || segment.Pins > 0 || segment.FinalStates.Count > 0) continue;
                if (new SpoolPosition(segment.Number, segment.End).Value > _eventsDurableThrough) continue;
                dead.Add(segment);
            }

            foreach (var segment in dead) _segments.Remove(segment.Number);
        }

        if (dead.Count == 0) return;
        foreach (var segment in dead)
        {
            directory.Delete(Segment.NameOf(segment.Number));
            directory.Delete(SegmentSummary.NameOf(segment.Number));
            segment.File.Dispose();
        }

        // Only when a deletion is durable may the final states that refer to it go.
        directory.Sync();
        lock (_lock)
        {
            foreach (var segment in _segments.Values)
                foreach (var gone in dead)
                {
                    segment.FinalStates.Remove(gone.Number);
                    segment.Twins.Remove(gone.Number);
                }
        }
    }

    public void Dispose()
    {
        foreach (var segment in _segments.Values) segment.File.Dispose();
        foreach (var (_, file) in _reserve) file.Dispose();
    }
}
