using Microsoft.Data.Sqlite;
using Standfast.Reputation.States;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteStateStoreTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Load_GivesBackEverything_AfterARestart()
    {
        using var folder = new TemporaryFolder();
        Assert.True(StateKey.TryParse("account=shop stream=bulk provider=gmail", out var key));
        var state = new SendingState(key, SendingStateKind.Paused, "gmail says no", "rule:domain-block", s_noon)
        {
            Evidence = StateEvidence.None.With("refused", new StateSample(s_noon, "01ABC", "550 5.7.1 no")).WithCount("delivered", 7),
            Until = s_noon.AddHours(1),
            Step = 2,
            PerStep = 100,
            Strikes = 3,
            LastPaused = s_noon,
            IsPolicy = true,
        };
        using (var store = SqliteStateStore.Open(folder.File("states.db")))
        {
            store.Save(state with { Strikes = 1 });
            store.Save(state);
            store.Save(state with { Key = StateKey.Everything });
            store.Remove(StateKey.Everything);
        }

        using var again = SqliteStateStore.Open(folder.File("states.db"));
        var read = Assert.Single(again.Load());
        Assert.Equal(state with { Evidence = read.Evidence }, read);
        Assert.Equal(state.Evidence.Counts, read.Evidence.Counts);
        Assert.Equal(state.Evidence.Samples, read.Evidence.Samples);
    }

    [Fact]
    public void Load_Throws_WhereSomethingCannotBeRead()
    {
        using var folder = new TemporaryFolder();
        using var store = SqliteStateStore.Open(folder.File("states.db"));
        store.Save(new SendingState(StateKey.Everything, SendingStateKind.Held, "", "admin", s_noon));
        using (var connection = new SqliteConnection($"Data Source={folder.File("states.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE states SET state = '{'";
            command.ExecuteNonQuery();
        }

        Assert.Throws<InvalidDataException>(() => store.Load());
    }
}
