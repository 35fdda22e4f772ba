using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

/// <summary>A gate may leave mail for later: that is no try, and nothing is recorded of it.</summary>
public sealed class PostponeTests
{
    private readonly Gate _gate = new();

    [Fact]
    public async Task Message_ComesBackAfterTheWait_WithoutATryOrAFact()
    {
        using var test = Open();
        await test.AcceptAsync("shop", "a@example.net", "b@example.net");
        _gate.Wait = new GateWait(TimeSpan.FromMinutes(7), "paused");
        Assert.Null(await test.TakeAsync());
        var facts = test.Events.All.Count;
        _gate.Wait = null;
        test.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(await test.TakeAsync());
        test.Time.Advance(TimeSpan.FromMinutes(2));
        var due = await test.TakeAsync();
        Assert.Equal([0, 1], due!.DueRecipients);
        Assert.Equal((0, facts), (due.PreviousAttempts, test.Events.All.Count));
        await test.DeliverAsync(due);
        Assert.Equal(0, test.Queue.Counts.Messages);
        Assert.Equal(0, test.Queue.Counts.Active);
    }

    [Fact]
    public async Task Others_GoOn()
    {
        using var test = Open();
        await test.AcceptAsync("shop", "a@example.net");
        var other = await test.AcceptAsync("news", "a@example.net");
        _gate.Wait = new GateWait(TimeSpan.FromMinutes(7), "paused");
        _gate.Account = "shop";
        Assert.Equal(other, (await test.TakeAsync())!.Envelope.Id);
    }

    [Fact]
    public async Task Message_IsDueAgain_AfterARestart()
    {
        using var test = Open();
        await test.AcceptAsync("shop", "a@example.net");
        _gate.Wait = new GateWait(TimeSpan.FromHours(7), "paused");
        Assert.Null(await test.TakeAsync());
        _gate.Wait = null;
        test.Restart();
        Assert.NotNull(await test.TakeAsync());
    }

    [Fact]
    public async Task Message_ThatIsTooOld_EndsWithTheReason()
    {
        using var test = Open();
        await test.AcceptAsync("shop", "a@example.net");
        _gate.Wait = new GateWait(TimeSpan.FromDays(30), "held: a bad list");
        Assert.Null(await test.TakeAsync());
        test.Time.Advance(TimeSpan.FromDays(5) + TimeSpan.FromMinutes(1));
        Assert.Null(await test.TakeAsync());
        Assert.Contains(test.Events.All, fact => fact.Kind == MailEventKind.Expired && fact.Detail!.Contains("held: a bad list", StringComparison.Ordinal));
    }

    private QueueUnderTest Open() => new(new DeliveryQueueOptions { Hostname = "mail.example.org", Gate = _gate });

    private sealed class Gate : ISendingGate
    {
        public GateWait? Wait { get; set; }

        public string? Account { get; set; }

        public string? WhySuppressed(Envelope envelope, EmailAddress recipient) => null;

        public GateWait? WaitFor(Envelope envelope) => Account is null || envelope.Account?.Value == Account ? Wait : null;
    }
}
