using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteSuppressionStoreTests
{
    private static readonly SuppressionScope s_shop = SuppressionScope.Of(AccountId.Parse("shop"));

    [Fact]
    public void Entries_AreThereAfterARestart_WithAllThatWasSaid()
    {
        using var folder = new TemporaryFolder();
        SuppressedAddress[] entries =
        [
            Entry("a@example.net", SuppressionScope.Global) with { Source = "me", Cause = "incident-1", Message = SpoolId.Create(DateTimeOffset.UnixEpoch, new byte[10]) },
            Entry("b@example.net", s_shop),
            Entry("c@example.net", SuppressionScope.Of(AccountId.Parse("shop"), StreamName.Bulk)),
        ];
        using (var store = SqliteSuppressionStore.Open(folder.File("suppressions.db")))
        {
            Assert.Equal(3, store.Add(entries));
            Assert.Equal(0, store.Add([entries[0] with { Source = "later" }]));
        }

        using var again = SqliteSuppressionStore.Open(folder.File("suppressions.db"));
        Assert.Equal(entries, again.ReadAll().OrderBy(entry => entry.Address.Value, StringComparer.Ordinal));
    }

    [Fact]
    public void Remove_TakesOutExactlyWhatMatches()
    {
        using var folder = new TemporaryFolder();
        using var store = SqliteSuppressionStore.Open(folder.File("suppressions.db"));
        store.Add([
            Entry("a@example.net", s_shop) with { Cause = "one" }, Entry("a@example.net", SuppressionScope.Global) with { Cause = "two" }, Entry("b@example.net", s_shop) with { Cause = "one" },
            Entry("a@example.net", s_shop) with { Reason = SuppressionReason.Unsubscribed },
        ]);
        Assert.Equal(2, store.Remove(new SuppressionQuery { Cause = "one" }).Count);
        Assert.Equal(SuppressionScope.Global, Assert.Single(store.Remove(new SuppressionQuery { Address = AddressKey.FromStored("a@example.net"), OnlyGlobal = true })).Scope);
        Assert.Equal(SuppressionReason.Unsubscribed, Assert.Single(store.Find(new SuppressionQuery())).Reason);
    }

    [Fact]
    public void Pages_HoldEachEntryOnce_AndNeverPartOfAnAddress()
    {
        using var folder = new TemporaryFolder();
        using var store = SqliteSuppressionStore.Open(folder.File("suppressions.db"));
        var entries = Enumerable.Range(0, 10).SelectMany(number => Enum.GetValues<SuppressionReason>().Select(reason => Entry($"user{number}@example.net", s_shop) with { Reason = reason })).ToList();
        store.Add(entries);
        var (read, query) = (new List<SuppressedAddress>(), new SuppressionQuery { Limit = 7 });
        while (store.Find(query) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 7, 11);
            read.AddRange(page);
            query = query with { After = page[^1].Address.Value };
            if (page[^1].Address.Value.StartsWith("user9", StringComparison.Ordinal)) break;
        }

        Assert.Equal(entries, read);
    }

    [Fact]
    public void BrokenStore_IsAnIOException()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("suppressions.db"), new string('x', 5_000));
        Assert.Throws<IOException>(() => SqliteSuppressionStore.Open(folder.File("suppressions.db")));
    }

    private static SuppressedAddress Entry(string address, SuppressionScope scope) => new(AddressKey.FromStored(address), scope, SuppressionReason.HardBounce, new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
}
