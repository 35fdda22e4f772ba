using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class CredentialRowsTests : IDisposable
{
    /// <summary>As the first version made it.</summary>
    private const string OldSchema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE accounts(id TEXT PRIMARY KEY, created INTEGER NOT NULL);
        CREATE TABLE credentials(user TEXT PRIMARY KEY, account TEXT NOT NULL, hash BLOB NOT NULL, description TEXT, created INTEGER NOT NULL, revoked INTEGER);
        CREATE TABLE domains(name TEXT PRIMARY KEY, account TEXT NOT NULL, created INTEGER NOT NULL, verified INTEGER, selector TEXT, local TEXT NOT NULL, mailboxes TEXT NOT NULL);
        INSERT INTO accounts VALUES('shop', 638000000000000000);
        INSERT INTO credentials VALUES('shop-old', 'shop', $hash, 'printer', 638000000000000000, NULL);
        """;

    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly AccountId s_shop = AccountId.Parse("shop");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scope_ComesBackWhole_AfterAReopen()
    {
        var scope = new CredentialScope
        {
            FromDomains = [DomainName.Parse("shop.example"), DomainName.Parse("news.example")],
            Networks = [IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("2001:db8::/32")],
            ExpiresAt = s_now.AddDays(30),
            RatePerHour = 500,
        };
        Credential added;
        string secret;
        using (var store = Open())
        {
            await store.AddAccountAsync(s_shop, Stop);
            (added, secret) = await store.AddCredentialAsync(new NewCredential(s_shop, "app") { Kind = CredentialKind.ApiKey, Scope = scope }, Stop);
        }

        using var again = Open();
        Assert.Equal(added, again.FindCredential(added.UserName));
        Assert.Equal((CredentialKind.ApiKey, scope, 500), (added.Kind, added.Scope, added.RatePerHour));
        Assert.StartsWith("sfk_", secret, StringComparison.Ordinal);
        Assert.Equal(added, again.Authenticate(added.UserName, Encoding.ASCII.GetBytes(secret)));
        Assert.Null(again.FindCredential("shop-nobody"));
    }

    [Fact]
    public async Task DatabaseOfTheFirstVersion_IsTakenOver_AndItsCredentialsGoOn()
    {
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder.File("accounts.db"), Pooling = false }.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = OldSchema;
            command.Parameters.AddWithValue("$hash", SHA256.HashData("sf_secret"u8));
            command.ExecuteNonQuery();
        }

        // Twice: what was added is not added again.
        for (var round = 0; round < 2; round++)
        {
            using var store = Open();
            var old = store.Authenticate("shop-old", "sf_secret"u8)!;
            Assert.Equal(("printer", CredentialKind.Smtp, CredentialScope.Unlimited), (old.Description, old.Kind, old.Scope));
            var (added, _) = await store.AddCredentialAsync(new NewCredential(s_shop, null) { Scope = new CredentialScope { RatePerHour = 7 } }, Stop);
            Assert.Equal(7, store.FindCredential(added.UserName)!.RatePerHour);
        }
    }

    private SqliteAccountStore Open() => SqliteAccountStore.Open(_folder.File("accounts.db"), new FakeTimeProvider(s_now));
}
