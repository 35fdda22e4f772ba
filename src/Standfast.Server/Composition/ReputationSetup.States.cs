using Standfast.Policy.States;
using Standfast.Reputation.Rates;
using Standfast.Reputation.States;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>Who may send what to whom now.</content>
internal sealed partial class ReputationSetup
{
    /// <summary>Between looks whether a time is over; ours. Delivery looks itself when its own waits end.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(5);

    /// <summary>For every part that asks or changes sending states; null where nothing is acted upon.</summary>
    public SendingStates? States { get; private set; }

    partial void AddStates(ReputationParts parts)
    {
        OpenIncidents(parts);
        AddPortWatch(parts);
        if (_settings["reputation.states"] == "off") return;
        var file = Path.Combine(AppContext.BaseDirectory, "data", "resumption", "plan.toml");
        var (plan, mistakes) = ResumptionPlan.Read("plan.toml", File.ReadAllText(file));
        parts.Mistakes.AddRange(mistakes);
        plan = plan with { Pause = _settings.Duration("reputation.pause"), LongestPause = _settings.Duration("reputation.longest_pause"), StepTime = _settings.Duration("reputation.step") };
        SendingStates states;
        try
        {
            var store = SqliteStateStore.Open(Path.Combine(_settings.Data, "states.db"));
            parts.Owned.Add(store);
            states = new SendingStates(store, Classifier, plan, _time);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            parts.Mistakes.Add($"the sending states cannot be read, so it is not known what may be sent: {exception.Message}");
            return;
        }

        States = states;
        ReportStates(states);
        states.NotWritten += exception => Log.StatesNotWritten(_logger, exception);
        states.Changed += change =>
        {
            if (change.IsWorse || change.IsBetter) Log.StateChanged(_logger, change.After.Key.ToString(), change.After.Kind, change.After.Actor, change.After.Until, change.After.Reason);
        };
        // Where the guard acts, the holds of senders see to lists of unknown recipients.
        parts.Observers.Add(new OutcomeRules(states, Classifier, _time, pausesUnknown: _settings["guard.mode"] != "on"));
        states.Changed += _stateAudit.Observe;
        parts.Run("audit of states", _stateAudit.RunAsync);
        parts.Observers.Add(new WayComplaints(
            (source, provider) =>
            {
                DoubtWarmup(source, provider);
                states.Doubt(source, provider);
            },
            _time));
        parts.Gates.Add(new StateGate(states));
        parts.Checks.Add(new SendingStateCheck(states));
        parts.Services.Add(services => services.AddSingleton(states));
        parts.Run("sending states", stop => SettleAsync(states, stop));
    }

    private async Task SettleAsync(SendingStates states, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(s_settling, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop)) states.Settle();
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
