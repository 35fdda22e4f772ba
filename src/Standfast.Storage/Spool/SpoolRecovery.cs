using System.Collections.Immutable;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>
/// Finds at start what is undone: from the summaries of sealed segments, and by reading the segments that have none. Short files
/// and torn tails are what a crash leaves; damage is set aside and counted.
/// </summary>
internal sealed class SpoolRecovery(ISpoolDirectory directory, SegmentSet segments, SpoolIndex index)
{
    private const int RewritePieceBytes = 1024 * 1024;

    /// <summary>The summary that is being read.</summary>
    private byte[] _summary = [];

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    /// <summary>Messages with recipients at several domains: where each recipient is, and when it is due.</summary>
    private readonly Dictionary<SpoolId, (int[] Domains, long[] Due)> _several = [];

    /// <summary>Positions of the chunks of large messages.</summary>
    private readonly Dictionary<SpoolId, long[]> _chunked = [];

    /// <summary>Messages that are given up at a moment of their own.</summary>
    private readonly Dictionary<SpoolId, long> _expiring = [];

    public long DamagedRecords { get; private set; }

    /// <summary>Segments that had to be read whole.</summary>
    public int Scanned { get; private set; }

    public void Run()
    {
        var names = directory.List();
        var numbers = new HashSet<int>();
        // All are looked at before any is touched: what a newer server wrote stays as it is.
        var files = new Dictionary<int, (ISpoolFile File, bool IsWhole)>();
        foreach (var name in names)
        {
            if (!Segment.TryParseName(name, out var number)) continue;
            var file = directory.Open(name);
            files.Add(number, (file, Segment.ReadVersion(file, number) is not null));
        }

        foreach (var name in names)
        {
            if (!Segment.TryParseName(name, out var number)) continue;
            var (file, isWhole) = files[number];
            if (!isWhole && !new SegmentScanner(number, file).Scan().Any())
            {
                // Made and not finished before a crash: nothing was acknowledged from it.
                file.Dispose();
                directory.Delete(name);
                continue;
            }

            if (!isWhole) DamagedRecords++;
            numbers.Add(number);
            var segment = new Segment(number, file) { IsSealed = true };
            segments.Add(segment);
            Apply(segment, Summarise(segment));
        }

        foreach (var name in names)
            if (Segment.TryParseName(name, out var number, SegmentSummary.Suffix) && !numbers.Contains(number))
                directory.Delete(name);
        // Chunks without a message behind them were copied by a server that did not finish.
        foreach (var (id, positions) in _chunked) index.SelectChunks(id, positions);
        _chunked.Clear();
        index.ForgetLostCopies();
        index.ForgetLostChunks();
        _summary = [];
    }

    public IEnumerable<RecoveredMessage> TakeMessages()
    {
        var domains = _texts.ConvertAll(text => DomainName.TryParse(text, out var domain) ? domain : null);
        var senders = new SummarySender?[_texts.Count];
        foreach (var (id, note) in index.TakeNotes())
        {
            var sender = senders[note.Sender] ??= SummarySender.Read(_texts[note.Sender]);
            var groups = note.Domain >= 0
                ? [new RecoveredDomain(domains[note.Domain]!, Instant(note.DueTicks), note.Recipients)]
                : GroupsOf(_several[id], domains);
            yield return new RecoveredMessage(id, Instant(note.DueTicks), id.CreatedAt, sender.Account, groups)
            {
                Stream = sender.Stream,
                Priority = sender.Priority,
                ExpiresAt = _expiring.TryGetValue(id, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
            };
        }

        _several.Clear();
        _expiring.Clear();
        _numbers.Clear();
        _texts.Clear();
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
                var (payload, length) = (record.Payload, record.Header.MetadataLength);
                yield return (record.Header.Id, position,
                    record.Header.Type == RecordType.State ? payload[length..] : MessageMetadata.Decode(record.Header.Id, payload[..length].ToArray()).Events);
            }
        }
    }

    private SegmentSummary Summarise(Segment segment)
    {
        if (SegmentSummary.TryLoad(directory, segment, ref _summary) is { } known) return known;
        Scanned++;
        var summary = SegmentSummary.Scan(segment, out var scanner);
        foreach (var (offset, length) in scanner.Damage.Concat(scanner.Torn)) SetAside(segment, offset, length);
        // Before anything is written behind them: then they would no longer be in the last group.
        foreach (var (offset, _) in scanner.Torn) segment.File.Write(offset, [new byte[RecordHeader.Length]]);
        Rewrite(segment.File, summary.End);
        try
        {
            summary.Save(directory);
        }
        catch (IOException)
        {
            // The next start reads the segment again.
        }

        return summary;
    }

    /// <summary>
    /// Makes durable what was read. A killed process leaves octets that only the page cache holds, and a failed sync leaves pages that
    /// the kernel takes for written: only to write them anew makes a sync mean them.
    /// </summary>
    private static void Rewrite(ISpoolFile file, long end)
    {
        var piece = new byte[RewritePieceBytes];
        for (var offset = 0L; offset < end; offset += piece.Length)
        {
            var length = file.Read(offset, piece.AsSpan(0, (int)Math.Min(piece.Length, end - offset)));
            file.Write(offset, [piece.AsMemory(0, length)]);
        }

        file.Sync();
    }

    private void Apply(Segment segment, SegmentSummary summary)
    {
        segment.End = summary.End;
        DamagedRecords += summary.DamagedRanges;
        var reader = new SummaryReader(summary.Body.Span);
        var numbers = Array.ConvertAll(reader.Texts, NumberOf);
        while (reader.Next())
        {
            var position = new SpoolPosition(segment.Number, reader.Offset);
            var length = RecordHeader.PaddedLengthOf(reader.PayloadLength);
            if (reader.Type == RecordType.Chunk) index.AddChunk(reader.Id, position, length);
            else if (reader.Type == RecordType.Message) AddMessage(ref reader, position, length, numbers);
            else AddState(ref reader, position, length);
        }
    }

    private void AddMessage(ref SummaryReader reader, SpoolPosition position, int length, int[] numbers)
    {
        var domain = -1;
        int[]? several = null;
        for (var recipient = 0; recipient < reader.Recipients; recipient++)
        {
            var number = numbers[reader.ReadNumber()];
            if (recipient == 0) domain = number;
            if (number != domain && several is null)
            {
                several = new int[reader.Recipients];
                several.AsSpan(0, recipient).Fill(domain);
            }

            if (several is not null) several[recipient] = number;
        }

        if (reader.Chunks.Length > 0 && index.SelectChunks(reader.Id, reader.Chunks)) _chunked[reader.Id] = reader.Chunks;

        var note = new RecoveryNote(reader.FirstDueTicks, several is null ? domain : -1, numbers[reader.Sender], reader.Recipients);
        if (!index.AddMessage(reader.Id, position, length, note)) return;
        if (reader.ExpiresTicks != 0) _expiring[reader.Id] = reader.ExpiresTicks;
        if (several is null && domain >= 0) return;
        var due = new long[reader.Recipients];
        Array.Fill(due, reader.FirstDueTicks);
        _several[reader.Id] = (several ?? [], due);
    }

    private void AddState(ref SummaryReader reader, SpoolPosition position, int length)
    {
        var isDone = reader.Recipients == 0;
        var several = _several.Count > 0 && _several.TryGetValue(reader.Id, out var found) ? found.Due : null;
        var (next, undone) = (long.MaxValue, 0);
        for (var recipient = 0; recipient < reader.Recipients; recipient++)
        {
            var due = reader.ReadLong();
            if (several is not null && recipient < several.Length) several[recipient] = due;
            if (due < 0) continue;
            undone++;
            next = Math.Min(next, due);
        }

        if (index.SetState(reader.Id, position, length, isDone, next, undone) && several is not null) _several.Remove(reader.Id);
    }

    private static ImmutableArray<RecoveredDomain> GroupsOf((int[] Domains, long[] Due) message, List<DomainName?> domains)
    {
        var groups = new Dictionary<int, RecoveredDomain>();
        for (var recipient = 0; recipient < message.Domains.Length; recipient++)
        {
            if (message.Due[recipient] < 0) continue;
            var (number, due) = (message.Domains[recipient], Instant(message.Due[recipient]));
            var known = groups.GetValueOrDefault(number, new RecoveredDomain(domains[number]!, DateTimeOffset.MaxValue, 0));
            groups[number] = known with { NextDue = due < known.NextDue ? due : known.NextDue, Recipients = known.Recipients + 1 };
        }

        return [.. groups.Values];
    }

    private int NumberOf(string text)
    {
        if (_numbers.TryGetValue(text, out var number)) return number;
        _numbers.Add(text, number = _texts.Count);
        _texts.Add(text);
        return number;
    }

    private static DateTimeOffset Instant(long ticks) => ticks >= DateTimeOffset.MaxValue.UtcTicks ? DateTimeOffset.MaxValue : new DateTimeOffset(ticks, TimeSpan.Zero);

    /// <summary>Copies unreadable octets to a file beside the log, for a person to look at. A full disk has no room for it, and must not keep the server from starting.</summary>
    private void SetAside(Segment segment, long offset, long length)
    {
        var bytes = new byte[Math.Min(length, 16 * 1024 * 1024)];
        var read = segment.File.Read(offset, bytes);
        try
        {
            using var file = directory.Create($"quarantine-{segment.Number:D8}-{offset}.bin", Math.Max(read, 1));
            file.Write(0, [bytes.AsMemory(0, read)]);
            file.Sync();
        }
        catch (DiskFullException)
        {
            // The segment keeps them while any of its messages lives.
        }
    }
}
