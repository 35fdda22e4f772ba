using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Spool;

namespace Standfast.Tests.Storage.Crash;

/// <summary>A seeded life of a spool in steps, several records at once, and the ledger of what it promised after which operation of the disk.</summary>
internal sealed class SpoolLife(RecordingDirectory disk, int seed)
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(seed);
    private readonly FakeTimeProvider _time = new(s_start);
    private readonly List<StepPump> _pumps = [];
    private readonly List<LedgerEntry> _entries = [];
    private readonly List<(int After, long Position)> _checkpoints = [];

    /// <summary>The disk failed the spool, as it says itself: it is to be opened anew.</summary>
    public bool HasFailed { get; private set; }

    public int Accepted => _entries.Count(entry => entry.Versions[0].IsPromised(int.MaxValue));

    /// <summary>Opens what a crash has left, on a disk that works.</summary>
    public static SegmentedSpool Open(RecordingDirectory disk) => Open(disk, run => new StepPump(run), new FakeTimeProvider(s_start));

    /// <summary>Runs so many steps; ends before when the spool fails.</summary>
    public async Task RunAsync(int steps)
    {
        SegmentedSpool spool;
        try
        {
            spool = Open(disk, run =>
            {
                _pumps.Add(new StepPump(run));
                return _pumps[^1];
            }, _time);
        }
        catch (IOException)
        {
            HasFailed = true;
            return;
        }

        for (var step = 0; step < steps && !HasFailed; step++)
        {
            var begun = new List<LedgerVersion>();
            for (var count = _random.Next(1, 6); count > 0; count--) begun.Add(Begin(spool));
            await SettleAsync(spool, begun);
            if (_random.Next(6) == 0 && !HasFailed) Checkpoint(spool);
        }
    }

    /// <summary>Everything promised by that operation is kept: nothing acknowledged is lost, nothing that ended comes back, no fact is missing.</summary>
    public async Task AssertKeptAsync(SegmentedSpool spool, int after)
    {
        var recovered = spool.Recovered.Select(message => message.Id).ToHashSet();
        Assert.True(recovered.SetEquals(spool.ListUndone(default, int.MaxValue)), "what is recovered is what is undone");
        var durable = _checkpoints.Where(checkpoint => checkpoint.After <= after).Select(checkpoint => checkpoint.Position).DefaultIfEmpty(-1).Max();
        // Copies of a compaction come without facts.
        var facts = spool.ReplayEvents(-1).Where(entry => !entry.Events.IsEmpty).Select(entry => (entry.Id, Fact: BitConverter.ToInt32(entry.Events.Span))).ToHashSet();
        foreach (var entry in _entries)
        {
            var promised = entry.Versions.FindLastIndex(version => version.IsPromised(after));
            var possible = entry.Versions.Skip(Math.Max(promised, 0)).Where(version => version.BegunAfter <= after).ToList();
            var stored = await spool.ReadAsync(entry.Envelope.Id, CancellationToken.None);
            Assert.Equal(stored is not null, recovered.Contains(entry.Envelope.Id));
            var reached = possible.Find(version => stored is null ? version.IsDone : !version.IsDone && version.States.AsSpan().SequenceEqual(stored.States));
            // What a message has come to is told by facts, all of them in order: none is missing before the one that it stands at.
            foreach (var version in entry.Versions.TakeWhile(version => version.IsPromised(after) || (reached is not null && entry.Versions.IndexOf(version) <= entry.Versions.IndexOf(reached))))
                if (version.Write.IsCompletedSuccessfully && version.Position > durable)
                    Assert.Contains((entry.Envelope.Id, version.Fact), facts);
            if (stored is null)
            {
                Assert.True(promised < 0 || reached is not null, $"message {entry.Envelope.Id} was promised and is lost");
                continue;
            }

            Assert.True(reached is not null, $"message {entry.Envelope.Id} stands at something that it never came to after what was promised");
            Assert.Equal(entry.Envelope.Recipients, stored.Envelope.Recipients);
            var content = new List<byte>();
            await foreach (var piece in stored.Content.ReadAsync(CancellationToken.None)) content.AddRange(piece.Span);
            Assert.True(entry.Content.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(content)), $"the content of message {entry.Envelope.Id} is another");
        }
    }

    /// <summary>All that the spool believes: undone messages with their states, and facts.</summary>
    public static async Task<IReadOnlyList<string>> DescribeAsync(SegmentedSpool spool)
    {
        var found = spool.ReplayEvents(-1).Where(entry => !entry.Events.IsEmpty).Select(entry => $"{entry.Id}: fact {BitConverter.ToInt32(entry.Events.Span)}").ToList();
        foreach (var id in spool.ListUndone(default, int.MaxValue)) found.Add($"{id}: {string.Join(", ", (await spool.ReadAsync(id, CancellationToken.None))!.States)}");
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static SegmentedSpool Open(RecordingDirectory disk, Func<Func<bool>, ILogPump> pump, TimeProvider time) => SegmentedSpool.Open(
        disk, new SpoolOptions { SegmentBytes = 16 * 1024, ReserveBytes = 0, MinFreeBytes = 0, MinFreeInodes = 0, CompactionPause = TimeSpan.Zero, Pump = pump, Housekeeping = pump }, time);

    private LedgerVersion Begin(SegmentedSpool spool)
    {
        var changeable = _entries.FindAll(entry => entry.Versions[0].IsPromised(int.MaxValue) && !entry.Versions[^1].IsDone);
        if (changeable.Count == 0 || _random.Next(5) < 2) return Accept(spool);
        // A few of them again and again, so that one group holds several states of one message.
        var changed = changeable[^_random.Next(1, Math.Min(changeable.Count, 3) + 1)];
        var states = (RecipientState[])[.. changed.Versions[^1].States];
        var at = _random.Next(states.Length);
        states[at] = _random.Next(3) switch
        {
            0 => states[at] with { Status = RecipientStatus.Held },
            1 => states[at] with { Status = RecipientStatus.Queued, Attempts = states[at].Attempts + 1, NextAttempt = s_start.AddMinutes(_random.Next(1_000)) },
            _ => states[at] with { Status = RecipientStatus.Delivered },
        };
        if (_random.Next(3) == 0) states = [.. states.Select(state => state with { Status = RecipientStatus.Delivered })];
        var version = new LedgerVersion(states, _random.Next(), disk.Operations.Count);
        version.Write = spool.WriteStateAsync(changed.Envelope.Id, states, FactsOf(version.Fact), canWait: false, CancellationToken.None);
        changed.Versions.Add(version);
        return version;
    }

    private LedgerVersion Accept(SegmentedSpool spool)
    {
        var content = new byte[_random.Next(1, 2_500)];
        _random.NextBytes(content);
        var id = new SpoolId((UInt128)(ulong)(_entries.Count + 1) << 80);
        var envelope = new Envelope(id, ReversePath.Null, s_start, [.. Enumerable.Range(0, _random.Next(1, 3)).Select(number => EmailAddress.Parse($"u{number}@d{number}.example"))]);
        var states = envelope.Recipients.Select(_ => new RecipientState(RecipientStatus.Queued, 0, s_start)).ToArray();
        var version = new LedgerVersion(states, _random.Next(), disk.Operations.Count);
        version.Write = CommitAsync(spool, envelope, content, version.Fact);
        _entries.Add(new LedgerEntry(envelope, content, [version]));
        return version;
    }

    private static async Task<long> CommitAsync(SegmentedSpool spool, Envelope envelope, byte[] content, int fact)
    {
        await using var writer = spool.BeginMessage(envelope.Id, fromReserve: false);
        await writer.WriteAsync(content, CancellationToken.None);
        return (await writer.CommitAsync(envelope, default, FactsOf(fact), CancellationToken.None)).Position;
    }

    /// <summary>Long enough that states of one group stand in several sectors.</summary>
    private static byte[] FactsOf(int fact) => [.. BitConverter.GetBytes(fact), .. new byte[(uint)fact % 700]];

    private async Task SettleAsync(SegmentedSpool spool, List<LedgerVersion> begun)
    {
        for (var round = 0; ; round++)
        {
            foreach (var pump in _pumps) pump.RunAll();
            if (begun.TrueForAll(version => version.Write.IsCompleted)) break;
            Assert.True(round < 5_000, "a record is neither written nor refused");
            // What waits for space goes on at the next look.
            if (round > 20) _time.Advance(TimeSpan.FromSeconds(1));
            if (round > 20) await Task.Delay(1, CancellationToken.None);
            else await Task.Yield();
        }

        // They were told when the last sync had ended.
        var after = disk.Operations.FindLastIndex(operation => operation is DiskOperation.Sync) + 1;
        foreach (var version in begun)
        {
            if (version.Write.IsCompletedSuccessfully) version.PromisedAfter = after;
            else Assert.IsType<IOException>(version.Write.Exception!.InnerException, exactMatch: false);
        }

        // A state that was refused is told again with the next one; here nobody knows it, and whatever came of it is possible.
        HasFailed = spool.Failure is not null;
    }

    private void Checkpoint(SegmentedSpool spool)
    {
        var position = _entries.SelectMany(entry => entry.Versions).Where(version => version.IsPromised(int.MaxValue)).Select(version => version.Position).DefaultIfEmpty(-1).Max();
        if (position < 0) return;
        _checkpoints.Add((disk.Operations.Count, position));
        try
        {
            spool.EventsDurableThrough(position);
        }
        catch (IOException)
        {
            // The owner of the checkpoint ends with it, as a server does; the next start goes on.
            HasFailed = true;
        }
    }
}
