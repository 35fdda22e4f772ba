using Microsoft.Extensions.DependencyInjection;
using Standfast.Delivery;
using Standfast.Delivery.Providers;
using Standfast.Events;
using Standfast.Policy;
using Standfast.Policy.Compromise;
using Standfast.Policy.Suppression;
using Standfast.Queue;
using Standfast.Reputation.States;
using Standfast.Server.Composition;
using Standfast.Server.Configuration;
using Standfast.Simulation.Internet.Judging;
using Standfast.Simulation.Internet.World;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Internet.Servers;

/// <summary>Guard and Reputation as the server puts them together, with their stores in a folder of the run.</summary>
internal sealed class StandfastProtection : Protection
{
    /// <summary>Memory, where there is such a folder: a run writes the databases some ten thousand times.</summary>
    private const string Memory = "/dev/shm";

    private readonly string _folder;
    private readonly Settings _settings;
    private readonly DeliveryOptions _delivery;
    private readonly ReputationSetup _reputation;
    private readonly GuardSetup _guard;
    private readonly SenderWatch _watch;
    private readonly SurvivalEvents _events;
    private readonly ProtectionClock _clock;

    public StandfastProtection(InternetWorld world, SimulatedProcess process, SurvivalAccounts accounts, SurvivalEvents events)
    {
        _folder = Path.Combine(Directory.Exists(Memory) ? Memory : Path.GetTempPath(), "survival-" + Path.GetRandomFileName());
        Directory.CreateDirectory(_folder);
        var (settings, mistakes) = Settings.Load(["--data", _folder, "--set", $"server.hostname={MailServer.Hostname}", "--set", $"http.public_url=https://{MailServer.Hostname}"], new Dictionary<string, string>());
        _settings = settings;
        (_delivery, var wrong) = DeliverySettings.Read(settings);
        var clock = _clock = new ProtectionClock(process);
        _events = events;
        var logger = new AlertLog(() => Alerted?.Invoke());
        // The loops write what was unknown, tell alerts to outlets and hold what is queued of a sender that is held: the run has other ears, and the gates act before
        // the next attempt. Only that states end in time is done by one.
        BackgroundLoop.Starter = _ => { };
        _reputation = ReputationSetup.Open(settings, accounts, events, events, world.Dns, clock, logger);
        if (_reputation.States is { } settled) process.Start(() => SettleAsync(settled));
        _guard = GuardSetup.Open(settings, _delivery, accounts, events, world.Dns, clock, logger, _reputation.Checks, _reputation.Classifier, _reputation.Alerts);
        BackgroundLoop.Starter = null;
        if (mistakes.Concat(wrong).Concat(_guard.Mistakes).Concat(_reputation.Mistakes).ToList() is { Count: > 0 } all) throw new InvalidOperationException(string.Join('\n', all));
        _reputation.PrepareAsync(CancellationToken.None).GetAwaiter().GetResult();
        _guard.PrepareAsync(CancellationToken.None).GetAwaiter().GetResult();
        var services = new ServiceCollection();
        _guard.Register(services);
        _watch = Registered<SenderWatch>(services);
        Guard = new Guard
        {
            Senders = _guard.Guard.Senders,
            Recipients = _guard.Guard.Recipients,
            Messages = [.. _guard.Guard.Messages.Select(check => new WaitedCheck(check))],
            Fields = _guard.Guard.Fields,
            Withdrawals = _guard.Guard.Withdrawals,
            Observer = _guard.Guard.Observer,
        };
        if (_reputation.States is { } states) states.Changed += change => Changed(change);
        Gate = AllGates.Of([.. _guard.Gates, .. _reputation.Gates]);
        Observers = [.. _guard.Observers, .. _reputation.Observers, new SettledBounces(Registered<SuppressionList>(services), _reputation.Classifier)];
    }

    public override Guard Guard { get; }

    public override ISendingGate? Gate { get; }

    public override IReadOnlyList<IEventObserver> Observers { get; }

    /// <summary>What senders normally do.</summary>
    public SenderWatch Watch => _watch;

    public override RetrySchedule Retries(Random random) => QueueSetup.Retries(_settings, random);

    /// <summary>The simulated internet has no TLS.</summary>
    public override DeliveryOptions Prepare(DeliveryOptions options) =>
        _delivery with { States = _reputation.States, Providers = new ProviderCatalogue([.. _delivery.Providers.Profiles.Select(profile => profile with { RequiresTls = false })]) };

    public override void Attach(IQueueControl queue)
    {
        _guard.Attach(queue);
        _reputation.Attach(queue);
    }

    /// <summary>As the report of a provider is taken that names the message: a fact of its own.</summary>
    public override void Complained(SentMail mail, string recipient, string provider)
    {
        if (mail.Id == default) return;
        var facts = _events.ForMessageAsync(mail.Id, CancellationToken.None).Result;
        _events.Append([FollowUp.Of(facts, mail.Id, recipient, MailEventKind.Complained, _clock.GetUtcNow())], 0);
    }

    public override async Task ReleaseSendersAsync(Func<string, bool> isAttacked)
    {
        foreach (var report in _watch.List(1_000))
            if (report.Hold is { } hold && !isAttacked(hold.Scope.Account.Value))
                await _watch.ReleaseAsync(report.Id, "the owner looked", CancellationToken.None);
    }

    public override void Dispose()
    {
        _guard.Dispose();
        _reputation.Dispose();
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    /// <summary>Who looks after the server is told of a pause, by whatever outlet he has.</summary>
    private void Changed(StateChange change)
    {
        if (change.IsWorse && change.After.Kind is SendingStateKind.Paused or SendingStateKind.Held) Blocked?.Invoke();
    }

    private async Task SettleAsync(SendingStates states)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), _clock);
        while (await timer.WaitForNextTickAsync()) states.Settle();
    }

    private static T Registered<T>(ServiceCollection services) => (T)services.Last(service => service.ServiceType == typeof(T)).ImplementationInstance!;
}
