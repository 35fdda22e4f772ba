using Standfast.Policy.Compromise;
using Standfast.Recovery;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>Senders that are unlike themselves.</content>
internal sealed partial class GuardSetup
{
    // Null where nothing is looked at.
    private SenderWatch? _watch;

    /// <summary>Holds are incidents of their own from now on.</summary>
    public void Attach(IncidentBook incidents)
    {
        if (_watch is not { } watch) return;
        var reports = new SenderIncidents(incidents);
        watch.Held += reports.Report;
        watch.Lifted += reports.Resolve;
        reports.Reconcile(watch.Holds);
    }

    partial void AddCompromise(GuardParts parts)
    {
        // Off means that nothing is looked at.
        if (_settings["guard.mode"] == "off") return;
        SenderWatch watch;
        var alerts = new AlertOutlets(_alerts, _audit, _logger);
        try
        {
            var store = SqliteHabitStore.Open(Path.Combine(_settings.Data, "habits.db"), _time);
            parts.Owned.Add(store);
            watch = new SenderWatch(store, alerts, _time, onlyReports: _settings["guard.mode"] == "watch");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            parts.Mistakes.Add($"the holds of senders cannot be read, so it is not known what may be sent: {exception.Message}");
            return;
        }

        _watch = watch;
        parts.Senders.Add(watch);
        var (phrases, mistakes) = ConfirmationPhrases.ReadFile(Path.Combine(AppContext.BaseDirectory, "data", "compromise", "confirmations.toml"));
        parts.Mistakes.AddRange(mistakes);
        parts.Last.AddRange([watch, new ConfirmationWatch(phrases, watch, _time, _settings["guard.mode"] == "watch")]);
        if (_settings["guard.mode"] == "on") parts.Observers.Add(new OutcomeWatch(watch, _replies, _time));
        parts.Gates.Add(new HoldGate(watch));
        parts.WithQueue.Add(queue => watch.Containment = new QueueContainment(queue));
        parts.Services.Add(services => services.AddSingleton(watch));
        parts.Run("senders", stop => watch.RunAsync(exception => Log.HabitsNotSaved(_logger, exception), stop));
    }
}
