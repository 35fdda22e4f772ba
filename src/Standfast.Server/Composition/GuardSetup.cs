using Standfast.Accounts;
using Standfast.Delivery;
using Standfast.Dns;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy;
using Standfast.Policy.Checks;
using Standfast.Policy.Help;
using Standfast.Queue;
using Standfast.Reputation.Alerts;
using Standfast.Reputation.Classification;
using Standfast.Server.Configuration;

namespace Standfast.Server.Composition;

/// <summary>Puts the guard together: each part in its own file adds its checks, stores and services.</summary>
internal sealed partial class GuardSetup : IDisposable
{
    private readonly Settings _settings;
    private readonly DeliveryOptions _delivery;
    private readonly IAccountStore _accounts;
    private readonly IEventLog _events;
    private readonly IDnsResolver _dns;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IReplyClassifier _replies;
    private readonly AlertDesk _alerts;
    private readonly GuardParts _parts;
    private readonly FindingLog _findings;
    private readonly FindingCounts _counts;

    private GuardSetup(Settings settings, DeliveryOptions delivery, IAccountStore accounts, IEventLog events, IDnsResolver dns, TimeProvider time, ILogger logger, IReadOnlyList<IMessageCheck> states, IReplyClassifier replies, AlertDesk alerts)
    {
        (_settings, _delivery, _accounts, _events, _dns, _time, _logger, _replies, _alerts) = (settings, delivery, accounts, events, dns, time, logger, replies, alerts);
        _parts = new GuardParts(logger, time);
        var (help, mistakes) = HelpCatalogue.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "help"));
        _parts.Mistakes.AddRange(mistakes);
        _parts.Services.Add(services => services.AddSingleton(help));
        // In the order in which they are asked: what is cheap and certain first, what takes from a budget last.
        AddCredentials(_parts);
        _parts.Messages.AddRange(states);
        // Who may send at all is asked in every mode.
        ISenderCheck[] senders = [.. _parts.Senders];
        IMessageCheck[] messages = [.. _parts.Messages];
        AddCompromise(_parts);
        AddConsent(_parts);
        AddFeedback(_parts);
        AddTracking(_parts);
        AddContent(_parts);
        AddAttachments(_parts);
        AddSpam(_parts);
        AddScanners(_parts);
        AddInbound(_parts);
        AddLimits(_parts);
        (_findings, _counts) = (new FindingLog(_logger, _time), new FindingCounts(_time));
        _parts.Services.Add(services => services.AddSingleton(_counts));
        var mode = settings["guard.mode"];
        if (mode == "off")
        {
            Guard = new Guard { Senders = senders, Messages = messages, Fields = _parts.Fields, Bodies = _parts.Bodies, Priority = _parts.Priority };
            return;
        }

        Guard = new Guard
        {
            Senders = _parts.Senders,
            Recipients = _parts.Recipients,
            Messages = [.. _parts.Messages, .. _parts.Last],
            Fields = _parts.Fields,
            Bodies = _parts.Bodies,
            Priority = _parts.Priority,
            Withdrawals = _parts.Withdrawals,
            IsWatching = mode == "watch",
            Observer = Observe,
        };
    }

    public Guard Guard { get; }

    private void Observe(SubmissionContext context, SpoolId? message, Finding finding)
    {
        _findings.Write(context, message, finding);
        _counts.Count(finding);
    }

    public IReadOnlyList<ISendingGate> Gates => _parts.Gates;

    public IReadOnlyList<IEventObserver> Observers => _parts.Observers;

    public IReadOnlyList<string> Mistakes => _parts.Mistakes;

    /// <param name="states">What the sending states say of a message; null where nobody keeps them.</param>
    /// <param name="replies">Null reads them by their codes alone.</param>
    /// <param name="alerts">Null where nobody is to be told.</param>
    public static GuardSetup Open(
        Settings settings, DeliveryOptions delivery, IAccountStore accounts, IEventLog events, IDnsResolver dns, TimeProvider time, ILogger logger, IReadOnlyList<IMessageCheck>? states = null, IReplyClassifier? replies = null, AlertDesk? alerts = null) =>
        new(settings, delivery, accounts, events, dns, time, logger, states ?? [], replies ?? new ReplyClassifier(ReplyRules.Empty), alerts ?? new AlertDesk([], (_, _) => { }, time));

    public void Attach(IQueueControl queue) => _parts.Attach(queue);

    /// <summary>Once all facts are in the event log, and before anything is sent.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => _parts.PrepareAsync(cancellationToken);

    public void Register(IServiceCollection services) => _parts.Register(services);

    public void Dispose() => _parts.Dispose();

    partial void AddCredentials(GuardParts parts);

    partial void AddCompromise(GuardParts parts);

    partial void AddConsent(GuardParts parts);

    partial void AddFeedback(GuardParts parts);

    partial void AddTracking(GuardParts parts);

    partial void AddContent(GuardParts parts);

    partial void AddAttachments(GuardParts parts);

    partial void AddSpam(GuardParts parts);

    partial void AddScanners(GuardParts parts);

    partial void AddLimits(GuardParts parts);
}
