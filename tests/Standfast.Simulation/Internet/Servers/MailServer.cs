using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Standfast.Delivery;
using Standfast.Delivery.Dispatch;
using Standfast.Delivery.Egress;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Reception;
using Standfast.Reception.Submission;
using Standfast.Simulation.Disk;
using Standfast.Simulation.Engine;
using Standfast.Simulation.Internet.World;
using Standfast.Simulation.Scheduling;
using Standfast.Smtp.Server;
using Standfast.Storage.Spool;

namespace Standfast.Simulation.Internet.Servers;

/// <summary>The real reception, queue and delivery over simulated ports, with whatever protects it.</summary>
#pragma warning disable CA1001 // It ends with its run.
internal sealed class MailServer : ILocalDomains, IEventObserver
#pragma warning restore CA1001
{
    public const string Hostname = "mx.sim.test";

    private static readonly TimeSpan s_sync = TimeSpan.FromMilliseconds(2);

    /// <summary>As the settings' defaults.</summary>
    public static IReadOnlyList<TimeSpan> PlainRetries { get; } = [.. new[] { 1, 2, 5, 10, 20, 40, 60, 120, 240 }.Select(minutes => TimeSpan.FromMinutes(minutes))];

    public static TimeSpan Expiry { get; } = TimeSpan.FromDays(5);

    private readonly InternetWorld _world;
    private readonly SimulatedProcess _process;
    private readonly VirtualClock _clock;
    private readonly SegmentedSpool _spool;
    private readonly SurvivalEvents _events;
    private readonly ReceptionServices _services;
    private readonly DeliveryEngine _delivery;
    private long _session;

    public MailServer(InternetWorld world, SimulatedProcess process, SurvivalAccounts accounts, SurvivalEvents events, Protection protection)
    {
        (_world, _process, _events) = (world, process, events);
        events.Observers.AddRange([.. protection.Observers, this]);
        _clock = new VirtualClock(process);
        var random = world.RandomFor("server");
        _spool = SegmentedSpool.Open(new DiskSession(new SimulatedDisk(world.Scheduler), process), new SpoolOptions
        {
            SegmentBytes = 4 << 20,
            ReserveBytes = 4 << 20,
            Pump = run => new SteppedPump(process, _clock, run, () => s_sync),
            Housekeeping = run => new SteppedPump(process, _clock, run, () => s_sync),
        }, _clock);
        Queue = new DeliveryQueue(
            _spool, events, new SpoolIdGenerator(_clock, random), protection.Retries(random),
            new DeliveryQueueOptions { Hostname = Hostname, Gate = protection.Gate }, _clock, clockMemory: new SimulatedClockMemory(world.Scheduler));
        protection.Attach(Queue);
        _services = new ReceptionServices(accounts, Queue, accounts, new ReceptionOptions { Hostname = Hostname }, _clock, NullLogger.Instance) { Guard = protection.Guard };
        var options = protection.Prepare(new DeliveryOptions { Hostname = EmailAddress.Parse("x@" + Hostname).Domain, MaildirRoot = "/nowhere", Pools = [EgressPool.Default] });
        _delivery = new DeliveryEngine(Queue, world.Dns, new InternetNetwork(world, _clock), this, options, _clock, random, NullLogger.Instance);
    }

    public DeliveryQueue Queue { get; }

    /// <summary>Told of honest mail that is given up: the message, the recipient and the reason.</summary>
    public Action<Judging.SentMail, string, string>? GivenUp { get; set; }

    public void Start()
    {
        _process.Start(() => _delivery.RunAsync(CancellationToken.None));
        _process.Start(CheckpointAsync);
    }

    public LocalRoute? Find(DomainName name) => null;

    /// <returns>The last reply: of the final dot, or the first refusal.</returns>
    public async Task<SmtpReply> SubmitAsync(Submission submission)
    {
        var context = new SessionContext { Id = (++_session).ToString(CultureInfo.InvariantCulture), Remote = new IPEndPoint(submission.Client, 40_000), Local = new IPEndPoint(IPAddress.Loopback, 587), HeloName = "client" };
        var session = new SubmissionHandlerFactory(_services).Create(context);
        if (await session.ConnectAsync(context, CancellationToken.None) is { } refused) return refused;
        if (await session.AuthenticateAsync(submission.Mail.User, default, CancellationToken.None) is { } wrong) return wrong;
        var reply = await session.MailAsync(new MailCommand(new ReversePath(submission.From), null, true), CancellationToken.None);
        if (!reply.IsPositive) return reply;
        SmtpReply? refusal = null;
        var taken = 0;
        foreach (var recipient in submission.Mail.Recipients)
        {
            reply = await session.RecipientAsync(new RecipientCommand(EmailAddress.Parse(recipient), default), CancellationToken.None);
            if (reply.IsPositive) taken++;
            else Refused(submission, recipient, refusal = reply);
        }

        if (taken == 0) return refusal!;
        if (await session.BeginDataAsync(CancellationToken.None) is not DataStart.Accepted(var receiver)) return new SmtpReply(451, 3, 0, "no");
        await receiver.WriteAsync(submission.Content, CancellationToken.None);
        reply = await receiver.CompleteAsync(CancellationToken.None);
        if (IdOf(reply) is { } id) _world.Judge.Accepted(id, submission.Mail);
        return reply;
    }

    public void Observe(ReadOnlySpan<MailEvent> facts)
    {
        foreach (var fact in facts)
        {
            if (fact.Kind is not (MailEventKind.Bounced or MailEventKind.Expired or MailEventKind.Suppressed)) continue;
            if (_world.Judge.Find(fact.Message) is { } mail && fact.Recipient is { } recipient) GivenUp?.Invoke(mail, recipient, $"{fact.Kind}: {fact.Detail}");
        }
    }

    /// <summary>Ends what waits and tells nobody.</summary>
    /// <param name="isBad">Whether the owner, who looks at it, knows a message for harmful.</param>
    public async Task DiscardAsync(Func<Judging.SentMail, bool> isBad)
    {
        foreach (var status in new[] { RecipientStatus.Queued, RecipientStatus.Held }) await ActAsync(new QueueAction.Discard(), status, isBad);
    }

    /// <summary>Lets go what is held.</summary>
    public Task ReleaseAsync(Func<Judging.SentMail, bool> isGood) => ActAsync(new QueueAction.Release(), RecipientStatus.Held, isGood);

    private async Task ActAsync(QueueAction action, RecipientStatus status, Func<Judging.SentMail, bool> isMeant)
    {
        foreach (var entry in await Queue.ListAsync(new QueueFilter { Status = status }, int.MaxValue, CancellationToken.None))
            if (_world.Judge.Find(entry.Envelope.Id) is { } mail && isMeant(mail))
                await Queue.ActAsync(action, new QueueFilter(entry.Envelope.Id), "the owner looked", isDryRun: false, CancellationToken.None);
    }

    private void Refused(Submission submission, string recipient, SmtpReply reply)
    {
        // One of several: the client is told of it and goes on with the others.
        if (reply.IsPermanent && submission.Mail.Recipients.Count > 1) GivenUp?.Invoke(submission.Mail, recipient, reply.ToString());
    }

    private static SpoolId? IdOf(SmtpReply reply)
    {
        const string Queued = "queued as ";
        var text = reply.ToString();
        return text.IndexOf(Queued, StringComparison.Ordinal) is var at and >= 0 && SpoolId.TryParse(text.Substring(at + Queued.Length, SpoolId.TextLength), out var id) ? id : null;
    }

    private async Task CheckpointAsync()
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMinutes(30), _clock);
            _spool.EventsDurableThrough(await _events.FlushAsync(CancellationToken.None));
        }
    }
}
