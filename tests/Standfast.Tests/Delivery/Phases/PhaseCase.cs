using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Standfast.Delivery;
using Standfast.Delivery.Dispatch;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Tests.Queue;
using Standfast.Tests.Smtp;

namespace Standfast.Tests.Delivery.Phases;

/// <summary>The real engine and queue, one message that meets the answer, and one after it.</summary>
internal sealed class PhaseCase : IAsyncDisposable
{
    private const string Subject = "subject@example.net";
    private const string After = "after@example.net";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeEventLog _events = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly DeliveryQueue _queue;
    private readonly DeliveryEngine _engine;
    private readonly Task _running;
    private readonly string _phase;
    private readonly PhaseAnswer _answer;
    private readonly PhaseSink _first;
    private readonly PhaseSink? _second;

    public PhaseCase(string phase, PhaseAnswer answer, PhaseSurroundings surroundings)
    {
        (_phase, _answer) = (phase, answer);
        var hasPassword = phase is "auth" or "starttls+";
        var offersTls = hasPassword || surroundings.IsUnderTls || phase == "starttls";
        _first = new PhaseSink(phase, answer, offersTls, surroundings.OffersPipelining, _time);
        _second = surroundings.HasSecondHost ? new PhaseSink(phase, null, offersTls, surroundings.OffersPipelining, _time) : null;
        var options = new DeliveryOptions
        {
            Hostname = DomainName.Parse("mail.example.org"),
            MaildirRoot = "/nowhere",
            ConnectionsPerSite = 1,
            Relay = hasPassword ? new RelayHost("relay.example.net", 587, "alice", "secret") : null,
        };
        _queue = new DeliveryQueue(
            new FakeSpool(), _events, new SpoolIdGenerator(_time, new Random(1)), new RetrySchedule([TimeSpan.FromHours(1)], TimeSpan.FromDays(5), new Random(2)),
            new DeliveryQueueOptions { Hostname = "mail.example.org" }, _time);
        var world = new PhaseWorld(_first, _second);
        _engine = new DeliveryEngine(_queue, world, world, world, options, _time, new Random(3), NullLogger.Instance);
        _running = _engine.RunAsync(_stopping.Token);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await TextPeer.SoonAsync(_running);
        _engine.Dispose();
        _queue.Dispose();
        _stopping.Dispose();
    }

    /// <summary>What differs from the law; empty when all is as it should be.</summary>
    public async Task<string> CheckAsync(PhaseRow law)
    {
        if (_phase == "rset")
        {
            await SendAsync(PhaseSink.Refused);
            await EndAsync(PhaseSink.Refused, mayMoveClock: false);
        }

        var startedAt = _time.GetUtcNow();
        await SendAsync(Subject);
        var fact = await EndAsync(Subject, _answer.TakesTime && _phase != "quit");
        if (_phase == "quit") await UntilAsync(_first.Answered, _time);
        await SendAsync(After);
        // A kept connection must not grow too old meanwhile; a second or so passes where the answer asked us to slow down.
        var next = law.Connection == "kept" ? await EndSoonAsync(After) : await EndAsync(After, mayMoveClock: true);

        var found = new List<string>();
        void Compare(string what, string expected, string actual)
        {
            if (expected != "-" && expected != actual) found.Add($"{what}: {expected} expected, {actual} found");
        }

        var isNext = _second is { Connections: > 0 };
        if (_second is not null)
        {
            Compare("next host tried", law.Next, isNext ? "yes" : "no");
            if (isNext) return string.Join("; ", found.Append(fact.Kind == MailEventKind.Delivered ? "" : $"not delivered by the next host: {fact.Detail}").Where(text => text.Length > 0));
        }

        Compare("outcome", law.Outcome, fact.Kind switch { MailEventKind.Delivered => "delivered", MailEventKind.Deferred => "deferred", MailEventKind.Bounced => "failed", var other => other.ToString() });
        Compare("reply", law.Reply == "theirs" ? law.Outcome == "delivered" ? "250 2.0.0 Taken" : _answer.Recorded : $"451 {law.Reply} ", law.Reply == "theirs" ? fact.Detail!.TrimEnd() : fact.Detail![..Math.Min(10, fact.Detail!.Length)]);
        Compare("phase", law.At, fact.Attempt!.Phase);
        Compare("dsn", law.Dsn, _events.All.Any(other => other.Kind == MailEventKind.Accepted && other.Detail?.Contains("status notification", StringComparison.Ordinal) == true && _phase != "rset") ? "yes" : "no");
        Compare("next message", "Delivered", next.Kind.ToString());
        var wasKept = _first.Taken.TryGetValue(After, out var over) && over == _first.AnsweredOn;
        Compare("connection", law.Connection, wasKept ? "kept" : "closed");
        if (law.Connection == "-") Compare("next message", _first.Taken[Subject].ToString(), over.ToString());
        if (_answer.TakesTime && law.Outcome == "deferred")
        {
            var limit = _phase switch { "connect" => 30, "greeting" => 120, "content" => 600, _ => 300 };
            if (_answer.Name == "hang" && !fact.Detail!.Contains($"within {limit} s", StringComparison.Ordinal)) found.Add($"not given up after {limit} s: {fact.Detail}");
            if (fact.At - startedAt < TimeSpan.FromSeconds(limit)) found.Add($"given up early, after {fact.At - startedAt}");
        }

        return string.Join("; ", found);
    }

    private async Task SendAsync(string recipient)
    {
        var id = _queue.NextId();
        await using var writer = _queue.Begin(id);
        await writer.WriteAsync("Subject: hello\r\n\r\nbody\r\n"u8.ToArray(), Stop);
        var envelope = new Envelope(id, new ReversePath(EmailAddress.Parse("sender@example.org")), _time.GetUtcNow(), [EmailAddress.Parse(recipient)]) { Account = AccountId.Default };
        await _queue.AcceptAsync(writer, envelope, ReadOnlyMemory<byte>.Empty, [new MailEvent(id, _time.GetUtcNow(), MailEventKind.Accepted)], Stop);
    }

    private async Task<MailEvent> EndAsync(string recipient, bool mayMoveClock)
    {
        var ended = _events.FirstAsync(fact => fact.Recipient == recipient);
        if (mayMoveClock && await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Stop)) != ended) await UntilAsync(ended, _time);
        return await TextPeer.SoonAsync(ended);
    }

    private async Task<MailEvent> EndSoonAsync(string recipient)
    {
        var ended = _events.FirstAsync(fact => fact.Recipient == recipient);
        for (var step = 0; step < 4 && await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Stop)) != ended; step++) _time.Advance(TimeSpan.FromMilliseconds(500));
        return await TextPeer.SoonAsync(ended);
    }

    /// <summary>Moves the clock in small steps, so that who waits for something else has the time for it.</summary>
    private static async Task UntilAsync(Task task, FakeTimeProvider time)
    {
        for (var step = 0; step < 2_000 && !task.IsCompleted; step++)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Stop));
        }
    }
}
