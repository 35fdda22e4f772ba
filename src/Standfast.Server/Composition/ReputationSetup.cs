using Standfast.Accounts;
using Standfast.Accounts.Audit;
using Standfast.Dns;
using Standfast.Events;
using Standfast.Policy.Checks;
using Standfast.Queue;
using Standfast.Server.Configuration;

namespace Standfast.Server.Composition;

/// <summary>Puts Reputation together: each part in its own file adds its observers, stores and services. Opened before the guard, which asks it.</summary>
internal sealed partial class ReputationSetup : IDisposable
{
    private readonly Settings _settings;
    private readonly IAccountStore _accounts;
    private readonly IEventLog _events;
    private readonly IEventFeed _feed;
    private readonly IDnsResolver _dns;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StateAudit _stateAudit;
    private readonly ReputationParts _parts;

    private ReputationSetup(Settings settings, IAccountStore accounts, IEventLog events, IEventFeed feed, IDnsResolver dns, TimeProvider time, ILogger logger)
    {
        (_settings, _accounts, _events, _feed, _dns, _time, _logger) = (settings, accounts, events, feed, dns, time, logger);
        _parts = new ReputationParts(logger, time);
        _stateAudit = new StateAudit(logger);
        // What others are built upon comes first.
        AddClassification(_parts);
        AddAlerts(_parts);
        AddStates(_parts);
        AddFeedback(_parts);
        AddStatistics(_parts);
        AddIdentity(_parts);
        AddDoctor(_parts);
        AddRequests(_parts);
    }

    public IReadOnlyList<ISendingGate> Gates => _parts.Gates;

    public IReadOnlyList<IMessageCheck> Checks => _parts.Checks;

    public IReadOnlyList<IEventObserver> Observers => _parts.Observers;

    public IReadOnlyList<string> Mistakes => _parts.Mistakes;

    public static ReputationSetup Open(Settings settings, IAccountStore accounts, IEventLog events, IEventFeed feed, IDnsResolver dns, TimeProvider time, ILogger logger) => new(settings, accounts, events, feed, dns, time, logger);

    /// <summary>Told of a source and a provider whose users complain too much of it.</summary>
    public Action<string, string> DoubtWarmup { get; set; } = (_, _) => { };

    public void Attach(IAuditLog log) => _stateAudit.Attach(log);

    public void Attach(IQueueControl queue) => _parts.Attach(queue);

    /// <summary>Once all facts are in the event log, and before anything is sent.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => _parts.PrepareAsync(cancellationToken);

    public void Register(IServiceCollection services) => _parts.Register(services);

    public void Dispose() => _parts.Dispose();

    partial void AddClassification(ReputationParts parts);

    partial void AddAlerts(ReputationParts parts);

    partial void AddStates(ReputationParts parts);

    partial void AddFeedback(ReputationParts parts);

    partial void AddStatistics(ReputationParts parts);

    partial void AddIdentity(ReputationParts parts);

    partial void AddDoctor(ReputationParts parts);

    partial void AddRequests(ReputationParts parts);
}
