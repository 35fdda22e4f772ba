using System.Runtime.InteropServices;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Spool;

namespace Standfast.Tests.Storage;

/// <summary>A seeded random life of a spool, and what must be found in it afterwards.</summary>
/// <param name="firstNumber">Ids begin behind it.</param>
internal sealed class SpoolHistory(int seed, int firstNumber = 0)
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] s_domains = ["one.example", "two.example", "three.example", "four.example"];

    private readonly Random _random = new(seed);
    private readonly SortedDictionary<SpoolId, (Envelope Envelope, RecipientState[] States, byte[] Content)> _undone = [];
    private int _number = firstNumber;
    private (SpoolId Id, RecipientState[] States)? _uncertainState;

    /// <summary>One message in so many does not end, however often it is tried; 0 for none.</summary>
    public int KeepsEvery { get; init; }

    /// <summary>Ids whose end was acknowledged: they must not come back.</summary>
    public HashSet<SpoolId> Done { get; } = [];

    public IEnumerable<SpoolId> Undone => _undone.Keys;

    /// <summary>Position of the last acknowledged record.</summary>
    public long Last { get; private set; }

    /// <summary>Accepts, defers, holds and ends messages, so many steps; stops at the first failure.</summary>
    public async Task RunAsync(SegmentedSpool spool, int steps, int maxSize, double ends = 0.5)
    {
        for (var step = 0; step < steps; step++)
        {
            if (_undone.Count == 0 || _random.NextDouble() < 0.4) await AcceptAsync(spool, maxSize);
            else await ChangeAsync(spool, _random.NextDouble() < ends);
        }
    }

    /// <summary>Everything acknowledged is there, whole, with its newest states; nothing that ended is.</summary>
    public async Task AssertFoundAsync(SegmentedSpool spool, CancellationToken stop)
    {
        var found = spool.Recovered.ToDictionary(message => message.Id);
        var ids = spool.ListUndone(default, int.MaxValue);
        Assert.Empty(ids.Intersect(Done));
        Assert.Equal(ids, found.Keys.Order());
        foreach (var (id, (envelope, states, content)) in _undone)
        {
            var stored = await spool.ReadAsync(id, stop);
            if (_uncertainState is { } uncertain && uncertain.Id == id && (stored is null || stored.States.SequenceEqual(uncertain.States))) continue;
            await AssertStoredAsync(stored, envelope, states, content, stop);
            Assert.Equal(RecoveredDomain.Of(envelope, states).OrderBy(group => group.Domain.Value), found[id].Domains.OrderBy(group => group.Domain.Value));
            Assert.Equal(envelope.Account, found[id].Account);
            Assert.Equal(states.Where(state => state.Status == RecipientStatus.Queued).Select(state => state.NextAttempt).DefaultIfEmpty(DateTimeOffset.MaxValue).Min(), found[id].NextDue);
        }
    }

    /// <summary>As far as it can be asked while the spool runs.</summary>
    public async Task AssertReadableAsync(SegmentedSpool spool, CancellationToken stop)
    {
        Assert.Equal(_undone.Keys, spool.ListUndone(default, int.MaxValue));
        foreach (var (id, (envelope, states, content)) in _undone) await AssertStoredAsync(await spool.ReadAsync(id, stop), envelope, states, content, stop);
    }

    private static async Task AssertStoredAsync(StoredMessage? stored, Envelope envelope, RecipientState[] states, byte[] content, CancellationToken stop)
    {
        Assert.NotNull(stored);
        Assert.Equal(states, stored.States);
        Assert.Equal(envelope.Recipients, stored.Envelope.Recipients);
        var bytes = new List<byte>();
        await foreach (var piece in stored.Content.ReadAsync(stop)) bytes.AddRange(piece.Span);
        // Octet by octet, as lists are compared, this was most of the time of all that keeps messages.
        Assert.True(content.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(bytes)), "the content is another");
    }

    private async Task AcceptAsync(SegmentedSpool spool, int maxSize)
    {
        var id = new SpoolId(((UInt128)(ulong)++_number << 80) | (UInt128)(ulong)_random.NextInt64());
        var content = new byte[_random.Next(5) == 0 ? _random.Next(maxSize) : _random.Next(3_000)];
        _random.NextBytes(content);
        var recipients = Enumerable.Range(0, _random.Next(1, 4)).Select(number => EmailAddress.Parse($"u{number}@{s_domains[_random.Next(s_domains.Length)]}"));
        var envelope = new Envelope(id, ReversePath.Null, Now.AddSeconds(_number), [.. recipients]) { Account = _random.Next(2) == 0 ? null : AccountId.Parse($"a{_random.Next(3)}") };
        await using var writer = spool.BeginMessage(id, fromReserve: false);
        foreach (var piece in content.Chunk(50_000)) await writer.WriteAsync(piece, CancellationToken.None);
        // Some clients go away before the end.
        if (_random.Next(20) == 0) return;
        Last = (await writer.CommitAsync(envelope, ReadOnlyMemory<byte>.Empty, new byte[20], CancellationToken.None)).Position;
        _undone.Add(id, (envelope, [.. envelope.Recipients.Select(_ => new RecipientState(RecipientStatus.Queued, 0, envelope.AcceptedAt))], content));
    }

    private async Task ChangeAsync(SegmentedSpool spool, bool ends)
    {
        var (id, (_, states, _)) = _undone.ElementAt(_random.Next(_undone.Count));
        if (IsKept(id))
        {
            await WriteAsync(spool, id, [.. states.Select(state => new RecipientState(RecipientStatus.Queued, state.Attempts + 1, Now.AddMinutes(_random.Next(10_000))))]);
            return;
        }

        var changed = states.Select(state => ends ? state with { Status = RecipientStatus.Delivered, Attempts = state.Attempts + 1 } : _random.Next(4) switch
        {
            _ when state.IsTerminal => state,
            0 => state with { Status = RecipientStatus.Held },
            1 => state with { Status = RecipientStatus.Delivered },
            _ => new RecipientState(RecipientStatus.Queued, state.Attempts + 1, Now.AddMinutes(_random.Next(10_000))),
        }).ToArray();
        await WriteAsync(spool, id, changed);
    }

    private bool IsKept(SpoolId id) => KeepsEvery > 0 && (int)(id.Value >> 80) % KeepsEvery == 0;

    private async Task WriteAsync(SegmentedSpool spool, SpoolId id, RecipientState[] changed)
    {
        var (envelope, _, content) = _undone[id];
        _uncertainState = (id, changed);
        Last = await spool.WriteStateAsync(id, changed, new byte[20], canWait: false, CancellationToken.None);
        _uncertainState = null;
        if (!Array.TrueForAll(changed, state => state.IsTerminal))
        {
            _undone[id] = (envelope, changed, content);
            return;
        }

        _undone.Remove(id);
        Done.Add(id);
    }
}
