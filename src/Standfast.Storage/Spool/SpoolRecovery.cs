using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>Reads the log at start and finds what is undone. Short files and torn tails are what a crash leaves; damage is set aside and counted.</summary>
internal sealed class SpoolRecovery(ISpoolDirectory directory, SegmentSet segments, SpoolIndex index)
{
    private readonly Dictionary<SpoolId, RecoveredMessage> _messages = [];
    private readonly Dictionary<SpoolId, Envelope> _envelopes = [];

    public long DamagedRecords { get; private set; }

    public void Run()
    {
        foreach (var name in directory.List())
        {
            if (!Segment.TryParseName(name, out var number)) continue;
            var file = directory.Open(name);
            if (Segment.ReadVersion(file, number) is null)
            {
                // Made and not finished before a crash: nothing was acknowledged from it.
                file.Dispose();
                directory.Delete(name);
                continue;
            }

            var segment = new Segment(number, file) { IsSealed = true };
            segments.Add(segment);
            Read(segment);
        }
    }

    public IEnumerable<RecoveredMessage> TakeMessages()
    {
        var found = _messages.Values.Where(message => index.Find(message.Id) is not null).OrderBy(message => message.Id).ToList();
        _messages.Clear();
        _envelopes.Clear();
        return found;
    }

    public IEnumerable<(SpoolId Id, long Position, ReadOnlyMemory<byte> Events)> ReplayEvents(long afterPosition)
    {
        foreach (var segment in segments.All)
        {
            if (new SpoolPosition(segment.Number, segment.End).Value <= afterPosition) continue;
            foreach (var record in new SegmentScanner(segment.Number, segment.File).Scan())
            {
                var position = new SpoolPosition(segment.Number, record.Offset).Value;
                if (position <= afterPosition || record.Header.Type == RecordType.Chunk) continue;
                var payload = record.Payload!;
                var length = record.Header.MetadataLength;
                yield return (record.Header.Id, position,
                    record.Header.Type == RecordType.State ? payload.AsMemory(length) : MessageMetadata.Decode(record.Header.Id, payload[..length]).Events);
            }
        }
    }

    private void Read(Segment segment)
    {
        var scanner = new SegmentScanner(segment.Number, segment.File);
        foreach (var record in scanner.Scan())
        {
            var position = new SpoolPosition(segment.Number, record.Offset);
            var metadata = record.Payload.AsSpan(0, record.Header.MetadataLength);
            if (record.Header.Type == RecordType.Message) AddMessage(record.Header.Id, position, MessageMetadata.Decode(record.Header.Id, metadata.ToArray()));
            else if (record.Header.Type == RecordType.State) AddState(record.Header.Id, position, StateCodec.Decode(metadata));
        }

        segment.End = scanner.End;
        foreach (var (offset, length) in scanner.Damage)
        {
            DamagedRecords++;
            SetAside(segment, offset, length);
        }
    }

    private void AddMessage(SpoolId id, SpoolPosition position, MessageMetadata metadata)
    {
        var chunks = metadata.Chunks.Select(chunk => new SpoolPosition(chunk.Position).Segment).ToList();
        foreach (var chunk in chunks) segments.Pin(chunk);
        index.AddMessage(id, new IndexEntry(position, [.. chunks]));
        var envelope = metadata.Envelope;
        var states = new RecipientState[envelope.Recipients.Length];
        Array.Fill(states, new RecipientState(RecipientStatus.Queued, 0, envelope.FirstDue));
        _envelopes[id] = envelope;
        _messages[id] = RecoveredMessage.Of(envelope, states);
    }

    private void AddState(SpoolId id, SpoolPosition position, RecipientState[] states)
    {
        if (index.SetState(id, position, SpoolIndex.IsDone(states)))
        {
            _messages.Remove(id);
            _envelopes.Remove(id);
            return;
        }

        if (_envelopes.TryGetValue(id, out var envelope)) _messages[id] = RecoveredMessage.Of(envelope, states);
    }

    /// <summary>Copies unreadable octets to a file beside the log, for a person to look at.</summary>
    private void SetAside(Segment segment, long offset, long length)
    {
        var bytes = new byte[Math.Min(length, 16 * 1024 * 1024)];
        var read = segment.File.Read(offset, bytes);
        using var file = directory.Create($"quarantine-{segment.Number:D8}-{offset}.bin", Math.Max(read, 1));
        file.Write(0, [bytes.AsMemory(0, read)]);
        file.Sync();
    }
}
