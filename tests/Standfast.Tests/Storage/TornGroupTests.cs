using System.Text;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Spool;

namespace Standfast.Tests.Storage;

/// <summary>Power was lost while a group was written, and the disk had kept a later part of it and not an earlier one.</summary>
public sealed class TornGroupTests : IAsyncDisposable
{
    private const string Log = "00000001.seg";

    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FaultyDirectory _disk = new();
    private HeldPump? _pump;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private SpoolOptions Options => new() { SegmentBytes = 1024 * 1024, Pump = run => _pump = new HeldPump(run) };

    public async ValueTask DisposeAsync()
    {
        if (_pump is not null) await _pump.DisposeAsync();
        _disk.Dispose();
    }

    [Fact]
    public async Task LaterState_DoesNotCount_WithoutTheEarlierOne()
    {
        var lost = await WriteGroupAsync(thenAnother: false);
        _disk.Flip(Log, lost + RecordHeader.Length + 1);
        await using var again = SegmentedSpool.Open(_disk, Options);
        Assert.Equal(["accepted"], FactsOf(again));
        Assert.Equal(2, Assert.Single(again.Recovered).Domains.Sum(domain => domain.Recipients));
    }

    [Fact]
    public async Task LaterState_StaysUncounted_WhenMoreIsWrittenBehindIt()
    {
        var lost = await WriteGroupAsync(thenAnother: false);
        _disk.Flip(Log, lost + RecordHeader.Length + 1);
        _disk.FreeBytes = 0;
        await using (var full = SegmentedSpool.Open(_disk, Options)) await WriteStateAsync(full, 1, 1, "second again");
        foreach (var name in _disk.Names.Where(name => name.EndsWith(".idx", StringComparison.Ordinal))) _disk.Delete(name);
        await using var again = SegmentedSpool.Open(_disk, Options);
        Assert.Equal(["accepted", "second again"], FactsOf(again));
    }

    [Fact]
    public async Task LaterState_Counts_WhenItsGroupWasDurableBeforeTheNext()
    {
        var damaged = await WriteGroupAsync(thenAnother: true);
        _disk.Flip(Log, damaged + RecordHeader.Length + 1);
        await using var again = SegmentedSpool.Open(_disk, Options);
        Assert.Equal(["accepted", "second", "third"], FactsOf(again));
        Assert.Equal(1, again.GetStats().DamagedRecords);
    }

    [Fact]
    public async Task LaterMessage_IsKept()
    {
        await using (var spool = SegmentedSpool.Open(_disk, Options))
        {
            _pump!.Hold();
            var first = CommitAsync(spool, 1);
            var second = CommitAsync(spool, 2);
            _pump.LetGo();
            await Task.WhenAll(first, second);
            _disk.Flip(Log, ((await first).Position & uint.MaxValue) + RecordHeader.Length + 1);
        }

        await using var again = SegmentedSpool.Open(_disk, Options);
        Assert.Equal(new SpoolId((UInt128)2), Assert.Single(again.Recovered).Id);
    }

    /// <returns>Where the first of two states stands that were written together.</returns>
    private async Task<long> WriteGroupAsync(bool thenAnother)
    {
        await using var spool = SegmentedSpool.Open(_disk, Options);
        await CommitAsync(spool, 1);
        _pump!.Hold();
        var first = WriteStateAsync(spool, 1, 0, "first");
        var second = WriteStateAsync(spool, 1, 1, "second");
        _pump.LetGo();
        await Task.WhenAll(first, second);
        if (thenAnother) await WriteStateAsync(spool, 1, 2, "third");
        return await first & uint.MaxValue;
    }

    private static async Task<CommittedMessage> CommitAsync(SegmentedSpool spool, int number)
    {
        await using var writer = spool.BeginMessage(new SpoolId((UInt128)number), fromReserve: false);
        var envelope = new Envelope(new SpoolId((UInt128)number), ReversePath.Null, s_now, [EmailAddress.Parse("a@example.net"), EmailAddress.Parse("b@example.net")]);
        return await writer.CommitAsync(envelope, "Subject: x\r\n\r\n"u8.ToArray(), "accepted"u8.ToArray(), Stop);
    }

    /// <param name="served">How many of the two recipients have their mail.</param>
    private static Task<long> WriteStateAsync(SegmentedSpool spool, int number, int served, string facts)
    {
        var states = Enumerable.Range(0, 2).Select(recipient => new RecipientState(recipient < served ? RecipientStatus.Delivered : RecipientStatus.Queued, 1, s_now)).ToArray();
        return spool.WriteStateAsync(new SpoolId((UInt128)number), states, Encoding.UTF8.GetBytes(facts), canWait: false, Stop);
    }

    private static IEnumerable<string> FactsOf(SegmentedSpool spool) => spool.ReplayEvents(-1).Select(replayed => Encoding.UTF8.GetString(replayed.Events.Span));
}
