using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Standfast.Delivery;
using Standfast.Delivery.Dispatch;
using Standfast.Delivery.Network;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Tests.Delivery.Dispatch;

public sealed class DeliveryEngineTests
{
    [Fact]
    public async Task Run_WaitsUntilALocalDeliveryIsRecorded_WhenToldToStop()
    {
        var folder = Directory.CreateTempSubdirectory("standfast-").FullName;
        try
        {
            var queue = new SlowQueue();
            using var engine = new DeliveryEngine(
                queue, new NoWorld(), new NoWorld(), new NoWorld(), new DeliveryOptions { Hostname = Domain("mail.example.org"), MaildirRoot = folder }, TimeProvider.System, new Random(1), NullLogger.Instance);
            using var stopping = new CancellationTokenSource();
            var running = engine.RunAsync(stopping.Token);
            await queue.Recording.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            await stopping.CancelAsync();
            Assert.NotSame(running, await Task.WhenAny(running, Task.Delay(100, TestContext.Current.CancellationToken)));
            queue.Recorded.SetResult();
            await running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static DomainName Domain(string text) => DomainName.TryParse(text, out var name) ? name : throw new ArgumentException(text);

    /// <summary>Has one message, and records what became of it only when told to.</summary>
    private sealed class SlowQueue : IDeliveryQueue
    {
        public TaskCompletionSource Recording { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Recorded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private IDeliveryDispatcher? _dispatcher;
        private int _taken;

        public void Attach(IDeliveryDispatcher dispatcher)
        {
            _dispatcher = dispatcher;
            dispatcher.RouteWanted(Domain("mail.example.org"));
        }

        public void Assign(DomainName domain, string site, bool byPool = false) => _dispatcher!.WorkReady(site);

        public TimeSpan AgeOf(DateTimeOffset wallTime) => throw new NotSupportedException();

        public void Unassign(string site) => Assert.Fail("the site works");

        public bool Release(string site) => true;

        public ValueTask<DueMessage?> TakeAsync(string site, int maxRecipients, CancellationToken cancellationToken)
        {
            if (Interlocked.Exchange(ref _taken, 1) == 1) return ValueTask.FromResult<DueMessage?>(null);
            var id = new SpoolIdGenerator(TimeProvider.System, new Random(1)).Next();
            Assert.True(EmailAddress.TryParse("you@mail.example.org"u8, out var recipient));
            return ValueTask.FromResult<DueMessage?>(new DueMessage(new Envelope(id, new ReversePath(null), DateTimeOffset.UnixEpoch, [recipient!]), new Hello(), [0]));
        }

        public ValueTask<DueMessage?> TakeExpiredAsync(string site, int maxRecipients, CancellationToken cancellationToken) => ValueTask.FromResult<DueMessage?>(null);

        public ValueTask<DueMessage?> TakeLateAsync(string site, CancellationToken cancellationToken) => ValueTask.FromResult<DueMessage?>(null);

        public ValueTask<bool> WarnAsync(DueMessage message, SmtpReply reason, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async ValueTask CompleteAsync(DueMessage message, IReadOnlyList<AttemptResult> results, CancellationToken cancellationToken)
        {
            Recording.SetResult();
            await Recorded.Task;
        }

        public ValueTask PostponeAsync(DueMessage message, TimeSpan wait, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask FaultAsync(DueMessage message, string reason, bool mayTryAgain, CancellationToken cancellationToken) => throw new InvalidOperationException(reason);

        public void Return(DueMessage message, IReadOnlyList<int> recipientIndexes) => Assert.Fail("the message was delivered");
    }

    private sealed class Hello : IMessageContent
    {
        public ReadOnlyMemory<byte> InMemory { get; } = "Subject: hello\r\n\r\nhello\r\n"u8.ToArray();

        public long SizeOctets => InMemory.Length;

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return InMemory;
        }
    }

    /// <summary>Every domain is local; there is nothing else.</summary>
    private sealed class NoWorld : IDnsResolver, INetwork, ILocalDomains
    {
        public LocalRoute? Find(DomainName name) => new LocalRoute.Maildir();

        public Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
