using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Spool;
using Standfast.Tests.Smtp;
using Standfast.Tests.Storage.Crash;

namespace Standfast.Tests.Storage;

/// <summary>States that can wait go with what is synced anyway, and within a short time in any case.</summary>
public sealed class PatientRecordTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(s_now);
    private readonly FaultyDirectory _disk = new();
    private SegmentedSpool _spool = null!;
    private StepPump _pump = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = new SpoolOptions { SegmentBytes = 1024 * 1024, MinFreeBytes = 0, MinFreeInodes = 0, Pump = run => _pump = new StepPump(run) };
        _spool = SegmentedSpool.Open(_disk, options, _time);
        for (var number = 1; number <= 3; number++)
        {
            await using var writer = _spool.BeginMessage(Id(number), fromReserve: false);
            await writer.WriteAsync("x"u8.ToArray(), Stop);
            var taken = writer.CommitAsync(new Envelope(Id(number), ReversePath.Null, s_now, [EmailAddress.Parse("a@example.net")]), default, default, Stop);
            _pump.RunAll();
            await taken;
        }
    }

    public ValueTask DisposeAsync() => _spool.DisposeAsync();

    [Fact]
    public async Task Alone_IsWrittenWhenItsPatienceEnds()
    {
        var syncs = _spool.GetStats().Syncs;
        var first = Defer(1);
        _time.Advance(LogWriter.Patience / 2);
        var second = Defer(2);
        _time.Advance((LogWriter.Patience / 2) - TimeSpan.FromTicks(1));
        _pump.RunAll();
        Assert.False(first.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        _pump.RunAll();
        await TextPeer.SoonAsync(first);
        await TextPeer.SoonAsync(second);
        Assert.Equal(syncs + 1, _spool.GetStats().Syncs);
        // The next one's patience begins anew.
        var third = Defer(3);
        _pump.RunAll();
        Assert.False(third.IsCompleted);
        _time.Advance(LogWriter.Patience);
        _pump.RunAll();
        await TextPeer.SoonAsync(third);
    }

    [Fact]
    public async Task WithAnother_IsWrittenAtOnce_InOneSync()
    {
        var syncs = _spool.GetStats().Syncs;
        var patient = Defer(1);
        var end = _spool.WriteStateAsync(Id(2), new[] { new RecipientState(RecipientStatus.Delivered, 1, s_now) }, default, canWait: false, Stop);
        _pump.RunAll();
        await TextPeer.SoonAsync(patient);
        await TextPeer.SoonAsync(end);
        Assert.Equal(syncs + 1, _spool.GetStats().Syncs);
        _time.Advance(LogWriter.Patience);
        _pump.RunAll();
        Assert.Equal(syncs + 1, _spool.GetStats().Syncs);
    }

    [Fact]
    public async Task AtTheEnd_IsStillWritten()
    {
        var patient = Defer(1);
        await _spool.DisposeAsync();
        await TextPeer.SoonAsync(patient);
        await using var again = SegmentedSpool.Open(_disk.AfterPowerCut(), new SpoolOptions { SegmentBytes = 1024 * 1024, MinFreeBytes = 0, MinFreeInodes = 0 }, _time);
        Assert.Equal(s_now.AddHours(1), again.Recovered.Single(message => message.Id == Id(1)).NextDue);
    }

    private static SpoolId Id(int number) => new((UInt128)number);

    private Task<long> Defer(int number) =>
        _spool.WriteStateAsync(Id(number), new[] { new RecipientState(RecipientStatus.Queued, 1, s_now.AddHours(1)) }, default, canWait: true, Stop);
}
