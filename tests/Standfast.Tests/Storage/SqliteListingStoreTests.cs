using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Identity;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteListingStoreTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Load_GivesBackEverything_AfterARestart()
    {
        using var folder = new TemporaryFolder();
        var listing = new Listing("spamcop", "bl.spamcop.net", "192.0.2.7", "192.0.2.7", s_noon, s_noon.AddHours(1)) { Codes = ["127.0.0.2"], Severity = ListingSeverity.High, Meaning = "spam", Reason = "see", Told = NewsLevel.Incident };
        var identity = new KnownIdentity("2001:db8::7", ["mail.shop.example"], s_noon, ["old.shop.example"], [IdentityFault.HeloElsewhere]);
        using (var store = SqliteListingStore.Open(folder.File("listings.db")))
        {
            store.Save(listing with { Ended = s_noon });
            store.Save(listing);
            store.Save(listing with { Subject = "shop.de" });
            store.Remove(listing with { Subject = "shop.de" });
            store.Save(new ListQuote("spamcop", "gmx", s_noon, 3, "550"));
            store.Save(identity);
        }

        using var again = SqliteListingStore.Open(folder.File("listings.db"));
        var read = Assert.Single(again.LoadListings());
        Assert.Equal(listing with { Codes = read.Codes }, read);
        Assert.Equal(listing.Codes, read.Codes);
        Assert.Equal(new ListQuote("spamcop", "gmx", s_noon, 3, "550"), Assert.Single(again.LoadQuotes()));
        var known = Assert.Single(again.LoadIdentities());
        Assert.Equal(identity with { Names = known.Names, Before = known.Before, Told = known.Told }, known);
        Assert.Equal((identity.Names.Single(), identity.Before!.Single(), identity.Told.Single()), (known.Names.Single(), known.Before!.Single(), known.Told.Single()));
    }

    [Fact]
    public void Load_Throws_WhereSomethingCannotBeRead()
    {
        using var folder = new TemporaryFolder();
        using (var store = SqliteListingStore.Open(folder.File("listings.db"))) store.Save(new ListQuote("spamcop", "gmx", s_noon, 3, "550"));
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.File("listings.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE facts SET fact = '{'";
            command.ExecuteNonQuery();
        }

        using var again = SqliteListingStore.Open(folder.File("listings.db"));
        Assert.Throws<InvalidDataException>(() => again.LoadQuotes());
    }
}
