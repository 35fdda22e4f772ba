using Standfast.Mail;
using Standfast.Policy.Consent;
using Standfast.Policy.Suppression;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteConsentStoreTests
{
    [Fact]
    public void Records_AreThereAfterARestart_AndNoneIsChanged()
    {
        using var folder = new TemporaryFolder();
        var first = new ConsentRecord(AccountId.Parse("shop"), StreamName.Bulk, AddressKey.FromStored("a@example.net"), new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero), "form") { SourceAddress = "203.0.113.5", Proof = "box ticked" };
        var second = first with { At = first.At.AddDays(1), How = "double-opt-in", Proof = null };
        using (var store = SqliteConsentStore.Open(folder.File("consents.db")))
        {
            Assert.Equal(2, store.Add([second, first]));
            Assert.Equal(0, store.Add([first with { Proof = "something else" }]));
        }

        using var again = SqliteConsentStore.Open(folder.File("consents.db"));
        Assert.Equal([first, second], again.Find(new ConsentQuery { Limit = 1 }));
        Assert.Empty(again.Find(new ConsentQuery { After = "a@example.net" }));
        Assert.Equal((first.Account, first.Stream, first.Address), Assert.Single(again.ReadAll()));
    }
}
