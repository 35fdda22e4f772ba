using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Limits;
using Standfast.Tests.Queue;

namespace Standfast.Tests.Policy.Limits;

/// <summary>A book with its ledger and journal, which outlive it as disk and kernel do.</summary>
internal sealed class BookUnderTest : IDisposable
{
    public static readonly LimitObject Shop = new(LimitScope.Account, "shop");

    private readonly Random _random = new(1);
    private readonly List<LimitBook> _abandoned = [];
    private FakeLimitLedger.Process _process;

    public BookUnderTest(int journalCapacity = int.MaxValue, bool hasJournal = true)
    {
        Clock = new JumpingClock(Time);
        Ledger = new FakeLimitLedger(Clock);
        Journal = hasJournal ? new FakeLimitJournal(journalCapacity) : null;
        Book = new LimitBook(_process = Ledger.Begin(), Journal, Clock, NullLogger.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    public JumpingClock Clock { get; }

    public FakeLimitLedger Ledger { get; }

    public FakeLimitJournal? Journal { get; private set; }

    public LimitBook Book { get; private set; }

    /// <summary>Messages that are in the spool.</summary>
    public HashSet<SpoolId> Spool { get; } = [];

    public static LimitDemand Demand(string rule, long needed = 1) => new(Shop, Parse(rule), needed);

    public static LimitRule Parse(string rule) => LimitRule.TryParse(rule, out var parsed) ? parsed : throw new FormatException(rule);

    /// <summary>As a message does that gets as far as the spool.</summary>
    public async Task<LimitShortage?> SendAsync(params LimitDemand[] demands)
    {
        var id = NextId();
        var shortage = await Book.TakeAsync(id, demands);
        if (shortage is not null) return shortage;
        lock (Spool) Spool.Add(id);
        Book.Observe([new MailEvent(id, Clock.GetUtcNow(), MailEventKind.Accepted)]);
        return null;
    }

    /// <summary>Takes, and does not get as far as the spool.</summary>
    public async Task<LimitShortage?> TakeOnlyAsync(params LimitDemand[] demands) => await Book.TakeAsync(NextId(), demands);

    /// <summary>How many messages go until one does not.</summary>
    public async Task<int> SendUntilRefusedAsync(params LimitDemand[] demands)
    {
        for (var sent = 0; sent < 1_000_000; sent++)
            if (await SendAsync(demands) is not null)
                return sent;
        throw new InvalidOperationException("nothing is refused");
    }

    /// <summary>A new process on the same machine, as after kill -9, with a disk that is well.</summary>
    public async Task CrashAsync()
    {
        _abandoned.Add(Book);
        _process.Kill();
        Ledger.IsFailing = false;
        Journal = Journal?.Reopen();
        Book = new LimitBook(_process = Ledger.Begin(), Journal, Clock, NullLogger.Instance);
        await Book.RecoverAsync(id => Task.FromResult(Spool.Contains(id)));
    }

    /// <summary>A new boot: what was not synced is lost.</summary>
    /// <param name="clockOffset">What the wall clock is wrong by from this boot on; the process before never saw it.</param>
    public void LosePower(TimeSpan clockOffset = default)
    {
        _abandoned.Add(Book);
        _process.Kill();
        Clock.Offset += clockOffset;
        Ledger.Boot += "+";
        Journal = Journal is null ? null : new FakeLimitJournal();
        Book = new LimitBook(_process = Ledger.Begin(), Journal, Clock, NullLogger.Instance);
    }

    /// <summary>Stopped and started as it should be.</summary>
    public async Task RestartAsync()
    {
        Book.Dispose();
        Journal = Journal?.Reopen();
        Book = new LimitBook(_process = Ledger.Begin(), Journal, Clock, NullLogger.Instance);
        await Book.RecoverAsync(id => Task.FromResult(Spool.Contains(id)));
    }

    public void Dispose()
    {
        foreach (var book in _abandoned) book.Dispose();
        Book.Dispose();
    }

    private SpoolId NextId()
    {
        Span<byte> random = stackalloc byte[16];
        lock (_random) _random.NextBytes(random);
        return SpoolId.ReadFrom(random);
    }
}
