using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Standfast.Accounts;
using Standfast.Delivery;
using Standfast.Delivery.Dispatch;
using Standfast.Delivery.Egress;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Reception;
using Standfast.Reception.Exchange;
using Standfast.Reception.Submission;
using Standfast.Server.Composition;
using Standfast.Simulation.Disk;
using Standfast.Simulation.Network;
using Standfast.Simulation.Scheduling;
using Standfast.Smtp.Server;
using Standfast.Storage.Spool;

namespace Standfast.Simulation.Engine;

/// <summary>One life of the server, from its start to its stop or its crash: the real engine over simulated ports.</summary>
#pragma warning disable CA1001 // A process that is killed disposes of nothing.
internal sealed class ServerRun : ILocalDomains
#pragma warning restore CA1001
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(20);

    private readonly SimulatedWorld _world;
    private readonly FixedAccounts _accounts;
    private readonly VirtualClock _clock;
    private readonly EngineNetwork _network;
    private readonly List<LinkEnd> _sessions = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private DeliveryEngine? _delivery;
    private Task? _delivering;
    private long _sessionNumber;

    public ServerRun(SimulatedWorld world, int number)
    {
        _world = world;
        _accounts = new FixedAccounts(world.SenderDomains);
        Process = new SimulatedProcess(world.Scheduler, number, exception =>
        {
            if (exception is PowerLossException) return;
            if (exception is IOException && !IsReady) Exit("could not start");
            else world.Judge.Fail($"unhandled in the server: {exception}");
        });
        _clock = new VirtualClock(Process);
        _network = new EngineNetwork(world.Network, Process, _clock, world.ProviderOf, (provider, open) =>
        {
            if (open > world.Plan.ConnectionsPerSite) world.Judge.Fail($"{open} connections to {provider}");
        });
    }

    public SimulatedProcess Process { get; }

    public SegmentedSpool? Spool { get; private set; }

    public DeliveryQueue? Queue { get; private set; }

    /// <summary>It listens.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Called when it ends by itself.</summary>
    public Action? Exited { get; set; }

    public void Start() => Process.Start(StartAsync);

    public LocalRoute? Find(DomainName name) => _accounts.FindDomain(name)?.Local is LocalDelivery.Lmtp(var endpoint) ? new LocalRoute.Lmtp(endpoint) : null;

    /// <summary>Nothing of it goes on. What it had sent may still arrive, or not.</summary>
    public void Kill(bool cutsLines)
    {
        if (Process.IsDead) return;
        Process.Kill();
        IsReady = false;
        foreach (var (address, _) in _world.Doors) _world.Network.Close(address);
        foreach (var end in _sessions.Concat(_network.Ends).ToList())
        {
            if (cutsLines) end.Link.Cut();
            end.Link.Abandon(end.Number);
        }
    }

    /// <summary>As on SIGTERM: nothing new, open transactions end, then the process does.</summary>
    /// <returns>False when some did not end in time.</returns>
    public void Stop(Action<bool> stopped) => Process.Start(async () =>
    {
        IsReady = false;
        foreach (var (address, _) in _world.Doors) _world.Network.Close(address);
        using var limit = new CancellationTokenSource(s_grace, _clock);
        _stopping.Cancel();
        var isClean = true;
        try
        {
            await _delivering!.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            isClean = false;
        }

        // What happened after the spool had failed is recorded nowhere, however orderly the end.
        isClean &= Spool!.Failure is null;
        _aborting.Cancel();
        _delivery!.Dispose();
        Queue!.Dispose();
        await Spool!.DisposeAsync();
        await _world.Events.FlushAsync(CancellationToken.None);
        stopped(isClean);
    });

    private async Task StartAsync()
    {
        var plan = _world.Plan;
        var random = new Random(_world.Scheduler.Random.Next());
        Spool = SegmentedSpool.Open(new DiskSession(_world.Disk, Process), new SpoolOptions
        {
            SegmentBytes = plan.SegmentBytes,
            ReserveBytes = plan.ReserveBytes,
            ContentMemoryBytes = plan.ContentMemoryBytes,
            Pump = run => new SteppedPump(Process, _clock, run, () => plan.SyncTime * _world.Scheduler.Random.NextDouble()),
            Housekeeping = run => new SteppedPump(Process, _clock, run, () => plan.SyncTime * _world.Scheduler.Random.NextDouble()),
        }, _clock);
        Queue = new DeliveryQueue(
            Spool, _world.Events, new SpoolIdGenerator(_clock, random), new RetrySchedule(plan.Retries, plan.ExpireAfter, random),
            new DeliveryQueueOptions { Hostname = SimulatedWorld.Hostname, MaxFreshInMemory = plan.MaxFreshInMemory, PoolOf = plan.HasPools ? SimulatedEgress.Bindings.PoolOf : null }, _clock, clockMemory: _world.ClockMemory);
        await EventReplay.RunAsync(Spool, _world.Events, _world.Events.AppliedPosition, CancellationToken.None);
        _world.Judge.Recovered(Spool.ListUndone(default, int.MaxValue));
        var options = new DeliveryOptions
        {
            Hostname = EmailAddress.Parse("x@" + SimulatedWorld.Hostname).Domain,
            MaildirRoot = "/nowhere",
            ConnectionsPerSite = plan.ConnectionsPerSite,
            TransactionsPerConnection = plan.TransactionsPerConnection,
            RecipientsPerTransaction = plan.RecipientsPerTransaction,
            Pools = plan.HasPools ? SimulatedEgress.Pools : [EgressPool.Default],
            Bindings = plan.HasPools ? SimulatedEgress.Bindings : PoolBindings.None,
            Warmup = SimulatedEgress.Warmup,
        };
        _delivery = new DeliveryEngine(Queue, _world.Dns, _network, this, options, _clock, random, NullLogger.Instance, ledger: _world.Ledger);
        _delivering = _delivery.RunAsync(_stopping.Token);
        Process.Start(() => _delivering);
        Process.Start(CheckpointAsync);
        Process.Start(WatchAsync);
        foreach (var (address, account) in _world.Doors) _world.Network.Listen(address, end => Serve(end, address, account));
        IsReady = true;
    }

    /// <param name="account">Whose submission it is; null on the MX side.</param>
    private void Serve(LinkEnd end, IPAddress address, AccountId? account) => Process.Start(async () =>
    {
        _sessions.Add(end);
        var reception = new ReceptionOptions { Hostname = SimulatedWorld.Hostname, TrustedNetworks = [IPNetwork.Parse("10.0.0.0/8")], TrustedAccount = account ?? AccountId.Default };
        var services = new ReceptionServices(_accounts, Queue!, _accounts, reception, _clock, NullLogger.Instance);
        var context = new SessionContext { Id = $"{++_sessionNumber}", Remote = new IPEndPoint(IPAddress.Parse("10.0.0.1"), 1), Local = new IPEndPoint(address, 25) };
        var session = new SmtpServerSession(
            end, account is null ? new ExchangeHandlerFactory(services) : new SubmissionHandlerFactory(services), new SmtpServerOptions { Hostname = SimulatedWorld.Hostname }, context, null, _clock, exception =>
            {
                if (exception is not PowerLossException) _world.Judge.Fail($"session fault: {exception}");
            });
        try
        {
            await session.RunAsync(false, _stopping.Token, _aborting.Token);
        }
        finally
        {
            _sessions.Remove(end);
            await end.DisposeAsync();
        }
    });

    /// <summary>As the server's own checkpoint: names the position of the round before.</summary>
    private async Task CheckpointAsync()
    {
        long previous = 0;
        while (!_stopping.IsCancellationRequested)
        {
            await Task.Delay(_world.Plan.CheckpointEvery, _clock);
            var covered = await _world.Events.FlushAsync(CancellationToken.None);
            try
            {
                if (previous > 0) Spool!.EventsDurableThrough(previous);
            }
            catch (IOException)
            {
                Exit("could not reclaim space");
            }

            previous = covered;
        }
    }

    /// <summary>Whoever looks after the machine: a server whose spool has failed is started anew.</summary>
    private async Task WatchAsync()
    {
        while (Spool!.Failure is null) await Task.Delay(TimeSpan.FromSeconds(30), _clock);
        Exit("the spool failed");
    }

    private void Exit(string why)
    {
        _world.Scheduler.Trace("server exits: " + why);
        Exited?.Invoke();
    }
}
