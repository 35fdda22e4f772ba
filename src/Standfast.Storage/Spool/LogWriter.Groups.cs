using Standfast.Queue;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <content>One group: written to the segment, synced, its owners told; and what is done where there is no room.</content>
internal sealed partial class LogWriter
{
    private const int MaxGroupBytes = 8 * 1024 * 1024;
    private static readonly byte[] s_padding = new byte[8];

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
