using Standfast.Delivery.Warmup;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteWarmupLedgerTests
{
    [Fact]
    public void Load_GivesTheLastSave_AfterARestart()
    {
        using var folder = new TemporaryFolder();
        var day = new WarmupDay("192.0.2.1", "gmail", 3, new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero), 70);
        using (var ledger = SqliteWarmupLedger.Open(folder.File("warmup.db")))
        {
            ledger.Save(day with { Spent = 50 });
            ledger.Save(day);
            ledger.Save(day with { Provider = "outlook", Step = 0 });
        }

        using var again = SqliteWarmupLedger.Open(folder.File("warmup.db"));
        Assert.Equal([day, day with { Provider = "outlook", Step = 0 }], again.Load().OrderBy(one => one.Provider, StringComparer.Ordinal));
    }
}
