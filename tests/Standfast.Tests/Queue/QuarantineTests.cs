using Standfast.Events;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

/// <summary>A message that cannot be worked with is set aside, and nobody else feels it.</summary>
public sealed class QuarantineTests : IDisposable
{
    private readonly QueueUnderTest _test = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task Fault_IsTriedAgain_AndSetAsideAtTheThird()
    {
        var id = await _test.AcceptAsync("shop", "a@example.net");
        for (var tried = 1; tried <= 3; tried++)
        {
            Assert.Empty(await _test.Queue.ListQuarantineAsync(10, Stop));
            await FaultAsync(mayTryAgain: true);
            _test.Time.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Null(await _test.TakeAsync());
        var quarantined = Assert.Single(await _test.Queue.ListQuarantineAsync(10, Stop));
        Assert.Equal((id, "a defect", "sender@example.org"), (quarantined.Id, quarantined.Reason, quarantined.Sender));
        Assert.Equal(1, _test.Queue.Counts.Held);
    }

    [Fact]
    public async Task SetAside_StaysSo_OverARestart_UntilReleased()
    {
        var id = await _test.AcceptAsync("shop", "a@example.net");
        await FaultAsync(mayTryAgain: false);
        _test.Restart();
        Assert.Null(await _test.TakeAsync());
        Assert.Single(await _test.Queue.ListQuarantineAsync(10, Stop));

        Assert.Equal(1, await _test.Queue.ReleaseAsync(new QueueFilter(id), "mended", Stop));
        Assert.Empty(await _test.Queue.ListQuarantineAsync(10, Stop));
        await _test.DeliverAsync((await _test.TakeAsync())!);
        Assert.Equal(0, _test.Queue.Counts.Messages);
    }

    [Fact]
    public async Task Held_IsNotInQuarantine_AfterARelease()
    {
        var id = await _test.AcceptAsync("shop", "a@example.net");
        await FaultAsync(mayTryAgain: false);
        await _test.Queue.ReleaseAsync(new QueueFilter(id), "mended", Stop);
        await _test.Queue.HoldAsync(new QueueFilter(id), "by a person", Stop);
        Assert.Empty(await _test.Queue.ListQuarantineAsync(10, Stop));
    }

    [Fact]
    public async Task OtherRecipients_GoOn_WhenSomeAreSetAside()
    {
        await _test.AcceptAsync("shop", "a@example.net", "b@example.org");
        await FaultAsync(mayTryAgain: false);
        var other = await _test.TakeAsync("example.org");
        Assert.Equal([1], other!.DueRecipients);
        await _test.DeliverAsync(other);
        Assert.Equal(1, _test.Queue.Counts.Held);
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(InvalidDataException))]
    [InlineData(typeof(FormatException))]
    public async Task Unreadable_IsReadThreeTimes_ThenSetAside_AndTheOthersGoOn(Type fault)
    {
        var bad = await _test.AcceptAsync("shop", "a@example.net");
        var good = await _test.AcceptAsync("shop", "b@example.net");
        _test.Restart();
        _test.Spool.Unreadable[bad] = (Exception)Activator.CreateInstance(fault, "the record is damaged")!;
        var due = await _test.TakeAsync();
        Assert.Equal(good, due!.Envelope.Id);
        await _test.DeliverAsync(due);
        for (var minute = 0; minute < 5; minute++)
        {
            _test.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.Null(await _test.TakeAsync());
        }

        Assert.Equal("the record is damaged", Assert.Single(await _test.Queue.ListQuarantineAsync(10, Stop)).Reason);
        Assert.Single(_test.Events.All, fact => fact.Kind == MailEventKind.Quarantined);

        _test.Spool.Unreadable.Clear();
        Assert.Equal(1, await _test.Queue.ReleaseAsync(new QueueFilter(bad), "mended", Stop));
        Assert.Equal(bad, (await _test.TakeAsync())!.Envelope.Id);
    }

    [Fact]
    public async Task Unreadable_HidesNoOther_AndEndsWhenAPersonGivesItUp()
    {
        var bad = await _test.AcceptAsync("shop", "a@example.net");
        var good = await _test.AcceptAsync("shop", "b@example.org");
        _test.Restart();
        _test.Spool.Unreadable[bad] = new IOException("the record is damaged");
        Assert.Equal(good, Assert.Single(await _test.Queue.ListAsync(new QueueFilter(), 10, Stop)).Envelope.Id);

        // Not while it may still be read.
        Assert.Equal(0, (await _test.Queue.ActAsync(new QueueAction.Bounce(), new QueueFilter(bad), "given up", isDryRun: false, Stop)).Messages);
        for (var minute = 0; minute < 3; minute++)
        {
            Assert.Null(await _test.TakeAsync());
            _test.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Single(await _test.Queue.ListQuarantineAsync(10, Stop));
        Assert.Equal(1, (await _test.Queue.ActAsync(new QueueAction.Bounce(), new QueueFilter(bad), "given up", isDryRun: true, Stop)).Messages);
        Assert.Equal(1, (await _test.Queue.ActAsync(new QueueAction.Bounce(), new QueueFilter(bad), "given up", isDryRun: false, Stop)).Messages);
        Assert.Empty(await _test.Queue.ListQuarantineAsync(10, Stop));
        Assert.Equal((1, 0), (_test.Queue.Counts.Messages, _test.Queue.Counts.Held));
        Assert.Equal("given up (its record cannot be read: nobody is told)", Assert.Single(_test.Events.All, fact => fact.Kind == MailEventKind.Bounced).Detail);
        _test.Restart();
        Assert.Equal(1, _test.Queue.Counts.Messages);
    }

    private async Task FaultAsync(bool mayTryAgain) => await _test.Queue.FaultAsync((await _test.TakeAsync())!, "a defect", mayTryAgain, Stop);
}
