using Standfast.Reputation.Statistics;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>What happened to mail, in numbers.</content>
internal sealed partial class ReputationSetup
{
    partial void AddStatistics(ReputationParts parts)
    {
        SqliteStatisticsStore store;
        try
        {
            store = SqliteStatisticsStore.Open(Path.Combine(_settings.Data, "statistics.db"));
            parts.Owned.Add(store);
        }
        catch (IOException exception)
        {
            parts.Mistakes.Add($"the statistics cannot be read: {exception.Message}");
            return;
        }

        var recorder = new StatisticsRecorder(_events, _feed, store, new EventCounter(Classifier), _time);
        parts.Owned.Add(recorder);
        var reader = new StatisticsReader(store, _time);
        parts.BeforeStart.Add(async stop =>
        {
            if (!await recorder.BeginAsync(stop)) Log.StatisticsAhead(_logger);
        });
        parts.Owned.Add(new BackgroundLoop(stop => recorder.RunAsync(exception => Log.StatisticsNotWritten(_logger, exception), stop)));
        parts.Services.Add(services => services.AddSingleton<IStatisticsStore>(store).AddSingleton(recorder).AddSingleton(reader));
    }
}
