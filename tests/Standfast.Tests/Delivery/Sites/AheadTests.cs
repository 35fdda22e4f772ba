using Microsoft.Extensions.Time.Testing;
using Standfast.Delivery;
using Standfast.Events;
using Standfast.Tests.Queue;

namespace Standfast.Tests.Delivery.Sites;

/// <summary>To a smart host the next message is opened with the end of the one before; each is delivered once, whatever the host does.</summary>
public sealed class AheadTests
{
    private const int Messages = 40;

    /// <summary>Stands still: a host's answers take as long as it says, however busy the machine is.</summary>
    private readonly FakeTimeProvider _time = new(QueueUnderTest.Start);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backlog_GoesAhead_AllButTheFirstTwo()
    {
        var host = new SmartHost((_, _) => "250 ok");
        await SendAsync(host, isRelay: true);
        Assert.Equal(Messages, host.Taken.Distinct().Count());
        Assert.Equal(Messages, host.Taken.Count);
        // The first answer tells how long they take, and behind the last there is nothing.
        Assert.InRange(host.Ahead, Messages - 6, Messages - 2);
        Assert.Equal(1, host.Connections);
    }

    [Fact]
    public async Task Provider_IsHeardFirst()
    {
        var host = new SmartHost((_, _) => "250 ok");
        await SendAsync(host, isRelay: false);
        Assert.Equal((Messages, 0), (host.Taken.Count, host.Ahead));
    }

    [Fact]
    public async Task SlowHost_KeepsNoMessageFromOtherConnections()
    {
        var host = new SmartHost((_, _) => "250 ok") { Answering = () => _time.Advance(TimeSpan.FromMilliseconds(250)) };
        await SendAsync(host, isRelay: true, messages: 6);
        Assert.Equal((6, 0), (host.Taken.Count, host.Ahead));
    }

    [Fact]
    public async Task HostThatHangsUp_GetsTheOneOpenedAhead_OnTheNextConnection()
    {
        // The fifth of each connection is its last: it is not answered, and tried again later.
        var host = new SmartHost((_, message) => message == 5 ? "" : "250 ok");
        var sending = SendAsync(host, isRelay: true);
        // What was not answered waits for its next try.
        while (!sending.IsCompleted)
        {
            await Task.Delay(1, Stop);
            _time.Advance(TimeSpan.FromMilliseconds(5));
        }

        await sending;
        Assert.Equal(Messages, host.Taken.Distinct().Count());
        Assert.Empty(host.Astray);
        Assert.True(host.Ahead > Messages / 2, $"only {host.Ahead} went ahead");
        // Only those that ended a connection came twice.
        Assert.InRange(host.Taken.Count - Messages, 1, host.Connections);
    }

    [Fact]
    public async Task HostThatHasHadEnough_LeavesTheOneOpenedAheadUntried()
    {
        var host = new SmartHost((_, message) => message == 5 ? "421 4.3.2 enough" : "250 ok");
        var events = await SendAsync(host, isRelay: true, ends: fact => fact.Kind == MailEventKind.Deferred);
        Assert.Equal(5, host.Taken.Count);
        Assert.Empty(host.Astray);
        // It was opened before the host had its say, and nothing is told of it.
        Assert.Equal(5, events.All.Count(fact => fact.Kind != MailEventKind.Accepted));
        Assert.True(host.Ahead >= 2);
    }

    [Fact]
    public async Task Refusals_ConcernTheirOwnMessage()
    {
        var host = new SmartHost((_, message) => message % 3 == 0 ? "550 5.7.1 not this one" : "250 ok");
        var events = await SendAsync(host, isRelay: true);
        Assert.Equal(Messages, host.Taken.Count);
        var refused = host.Taken.Where((_, index) => (index + 1) % 3 == 0).ToHashSet();
        Assert.Equal(refused, events.All.Where(fact => fact.Kind == MailEventKind.Bounced).Select(fact => fact.Recipient!).ToHashSet());
        Assert.True(host.Ahead > Messages / 2);
    }

    [Fact]
    public async Task Connection_EndsAtItsLimit_WithNothingOpened()
    {
        var host = new SmartHost((_, _) => "250 ok");
        await SendAsync(host, isRelay: true, transactionsPerConnection: 5);
        Assert.Equal((Messages, Messages / 5), (host.Taken.Count, host.Connections));
        Assert.Empty(host.Astray);
        Assert.InRange(host.Ahead, 1, Messages * 3 / 5);
    }

    private Task<FakeEventLog> SendAsync(SmartHost host, bool isRelay, int messages = Messages, int transactionsPerConnection = 1_000, Predicate<MailEvent>? ends = null) => SiteRun.SendAsync(
        host, messages, _time, options => options with { TransactionsPerConnection = transactionsPerConnection, Relay = isRelay ? new RelayHost("relay.example.net", 25, null, null) : null },
        TimeSpan.FromMilliseconds(50), ends);
}
