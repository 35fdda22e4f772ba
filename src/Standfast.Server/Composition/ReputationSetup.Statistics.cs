using Standfast.Reputation.Alerts;
using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Anomalies;
using Standfast.Reputation.Statistics.Limits;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>What happened to mail, in numbers.</content>
internal sealed partial class ReputationSetup
{
    partial void AddStatistics(ReputationParts parts)
    {
        var (limits, mistakes) = LimitFiles.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "limits"));
        parts.Mistakes.AddRange(mistakes);
        SqliteStatisticsStore store;
        SqliteAnomalyStore anomalies;
        try
        {
            store = SqliteStatisticsStore.Open(Path.Combine(_settings.Data, "statistics.db"));
            parts.Owned.Add(store);
            anomalies = SqliteAnomalyStore.Open(Path.Combine(_settings.Data, "anomalies.db"));
            parts.Owned.Add(anomalies);
        }
        catch (IOException exception)
        {
            parts.Mistakes.Add($"the statistics cannot be read: {exception.Message}");
            return;
        }

        var counter = new EventCounter(Classifier);
        var recorder = new StatisticsRecorder(_events, _feed, store, counter, _time);
        parts.Owned.Add(recorder);
        var limitReader = new LimitReader(limits, store, _reportStore!, _time);
        parts.BeforeStart.Add(async stop =>
        {
            if (!await recorder.BeginAsync(stop)) Log.StatisticsAhead(_logger);
        });
        var thread = new OwnThread("statistics");
        parts.Owned.Add(thread);
        parts.Run("statistics", stop => recorder.RunAsync(exception => Log.StatisticsNotWritten(_logger, exception), stop), thread);
        var loop = new StatisticsLoop(counter, WatchFor(store, anomalies), WatchFor(limitReader), _time, exception => Log.StatisticsNotWatched(_logger, exception));
        parts.Run("anomalies", loop.RunAsync, thread);
        parts.Services.Add(services => services.AddSingleton(recorder).AddSingleton(new StatisticsReader(store, _time)).AddSingleton<IAnomalyStore>(anomalies).AddSingleton(limitReader));
    }

    private AnomalyWatch WatchFor(SqliteStatisticsStore store, SqliteAnomalyStore anomalies)
    {
        var watch = new AnomalyWatch(store, anomalies, _time);
        watch.Began += anomaly =>
        {
            Log.AnomalyBegan(_logger, anomaly.Text);
            var (subject, account) = (anomaly.Subject, anomaly.Subject.Key.Cube == StatisticsCube.Stream ? anomaly.Subject.Key.A : "");
            Alerts.Raise(new Alert(anomaly.Since, $"anomaly {subject.Part} {subject.What}", "warning", "", account, subject.Part, anomaly.Text, "standfast stats anomalies"));
        };
        watch.Ended += anomaly => Log.AnomalyEnded(_logger, anomaly.Until, anomaly.Text);
        return watch;
    }

    private LimitWatch WatchFor(LimitReader reader)
    {
        var watch = new LimitWatch(reader, _time);
        watch.Worsened += standing =>
        {
            Log.LimitWorsened(_logger, standing.Limit.Id, standing.State, standing.Text);
            var account = standing.Limit.Provider == PublishedLimit.Everybody ? standing.Part : "";
            Alerts.Raise(new Alert(_time.GetUtcNow(), $"limit {standing.Limit.Id} {standing.Part}", "warning", "", account, standing.Part, $"{standing.Limit.Id}: {standing.Text}: {standing.Limit.Meaning}", "standfast stats limits"));
        };
        return watch;
    }
}
