using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteAccountStoreTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly AccountId s_shop = AccountId.Parse("shop");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(s_now);
    private SqliteAccountStore _store;

    public SqliteAccountStoreTests() => _store = SqliteAccountStore.Open(FilePath, _time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string FilePath => _folder.File("accounts.db");

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Accounts_StayAfterAReopen()
    {
        await _store.AddAccountAsync(s_shop, Stop);
        _time.Advance(TimeSpan.FromHours(1));
        var added = await _store.AddAccountAsync(AccountId.Parse("news"), Stop);
        Assert.Equal(new Account(AccountId.Parse("news"), s_now.AddHours(1)), added);
        Reopen();
        Assert.Equal([added, new Account(s_shop, s_now)], _store.Accounts);
    }

    [Fact]
    public async Task AddAccount_Refuses_ANameThatIsTaken()
    {
        await _store.AddAccountAsync(s_shop, Stop);
        await Assert.ThrowsAsync<AccountConflictException>(() => _store.AddAccountAsync(s_shop, Stop));
        Assert.Single(_store.Accounts);
    }

    [Fact]
    public async Task Authenticate_TakesTheSecret_AndNothingLikeIt()
    {
        var (credential, secret) = await AddCredentialAsync();
        var (other, otherSecret) = await _store.AddCredentialAsync(s_shop, null, Stop);
        Assert.Equal(credential, Login(credential.UserName, secret));
        Assert.Equal(other, Login(other.UserName, otherSecret));
        Assert.Null(Login(credential.UserName, otherSecret));
        Assert.Null(Login(credential.UserName, ""));
        Assert.Null(Login(credential.UserName, secret[..^1]));
        Assert.Null(Login(credential.UserName, secret + " "));
        Assert.Null(Login(credential.UserName, secret.ToUpperInvariant()));
        Assert.Null(Login(credential.UserName.ToUpperInvariant(), secret));
        Assert.Null(Login("", secret));
        Assert.Null(Login("' OR 1=1 --", secret));
    }

    [Fact]
    public async Task Authenticate_StillTakesTheSecret_AfterAReopen()
    {
        var (credential, secret) = await AddCredentialAsync();
        Reopen();
        Assert.Equal(credential, Login(credential.UserName, secret));
        Assert.Equal([credential], _store.Credentials);
    }

    [Fact]
    public async Task AddCredential_MakesItsOwnNameAndSecret_OfTheAccount()
    {
        var made = new HashSet<string>();
        for (var number = 0; number < 50; number++)
        {
            var (credential, secret) = await AddCredentialAsync();
            Assert.Matches("^shop-[a-z2-9]{8}$", credential.UserName);
            Assert.Matches("^sf_[a-z2-9]{32}$", secret);
            Assert.True(made.Add(credential.UserName) && made.Add(secret));
            Assert.Equal((s_shop, "printer", s_now, (DateTimeOffset?)null), (credential.Account, credential.Description, credential.CreatedAt, credential.RevokedAt));
        }
    }

    [Fact]
    public async Task Secret_IsNowhereInTheFiles()
    {
        var (credential, secret) = await AddCredentialAsync();
        _store.Dispose();
        foreach (var file in Directory.GetFiles(_folder.Path))
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret[3..])) < 0, file);
        Assert.Contains(Directory.GetFiles(_folder.Path), file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.ASCII.GetBytes(credential.UserName)) >= 0);
        Reopen();
    }

    [Fact]
    public async Task Revoked_IsForEver()
    {
        var (credential, secret) = await AddCredentialAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await _store.RevokeCredentialAsync(credential.UserName, Stop));
        Assert.Null(Login(credential.UserName, secret));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await _store.RevokeCredentialAsync(credential.UserName, Stop));
        Assert.False(await _store.RevokeCredentialAsync("nobody", Stop));
        Reopen();
        Assert.Null(Login(credential.UserName, secret));
        Assert.Equal(s_now.AddMinutes(1), Assert.Single(_store.Credentials).RevokedAt);
    }

    public static TheoryData<LocalDelivery> Locals => [LocalDelivery.None, new LocalDelivery.Maildir(), new LocalDelivery.Lmtp("[::1]:24"), new LocalDelivery.Lmtp("unix:/run/lmtp")];

    [Theory]
    [MemberData(nameof(Locals))]
    public async Task Domain_ComesBackWhole_AfterAReopen(LocalDelivery local)
    {
        await _store.AddAccountAsync(s_shop, Stop);
        var domain = new SenderDomain(DomainName.Parse("example.org"), s_shop, s_now) { DkimSelector = "sf202601", Local = local, Mailboxes = ["a", "b.c"] };
        AssertSame(domain, await _store.AddDomainAsync(domain, Stop));
        var verified = await _store.MarkVerifiedAsync(domain.Name, s_now.AddDays(1), Stop);
        AssertSame(domain with { VerifiedAt = s_now.AddDays(1) }, verified);
        Reopen();
        AssertSame(verified, _store.FindDomain(DomainName.Parse("EXAMPLE.org"))!);
        AssertSame(verified, Assert.Single(_store.Domains));
        Assert.Null(_store.FindDomain(DomainName.Parse("sub.example.org")));
    }

    [Fact]
    public async Task AddDomain_IsUnproven_WhateverTheCallerSays()
    {
        await _store.AddAccountAsync(s_shop, Stop);
        var added = await _store.AddDomainAsync(new SenderDomain(DomainName.Parse("example.org"), s_shop, s_now) { VerifiedAt = s_now }, Stop);
        Assert.Null(added.VerifiedAt);
        Assert.Null(added.DkimSelector);
        Assert.Empty(added.Mailboxes);
    }

    [Fact]
    public async Task Changes_AreRefused_WhenWhatTheyNeedIsNotThere()
    {
        var domain = new SenderDomain(DomainName.Parse("example.org"), s_shop, s_now);
        await Assert.ThrowsAsync<AccountConflictException>(() => _store.AddCredentialAsync(s_shop, null, Stop));
        await Assert.ThrowsAsync<AccountConflictException>(() => _store.AddDomainAsync(domain, Stop));
        await Assert.ThrowsAsync<AccountConflictException>(() => _store.MarkVerifiedAsync(domain.Name, s_now, Stop));
        await _store.AddAccountAsync(s_shop, Stop);
        await _store.AddDomainAsync(domain, Stop);
        await Assert.ThrowsAsync<AccountConflictException>(() => _store.AddDomainAsync(domain, Stop));
        Assert.Single(_store.Domains);
    }

    [Fact]
    public async Task Changes_AtOnce_AreAllKept()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(() => _store.AddAccountAsync(AccountId.Parse($"a{number}"), Stop), Stop)));
        Reopen();
        Assert.Equal(40, _store.Accounts.Count);
    }

    [Fact]
    public void Open_Refuses_WhatIsNoDatabase()
    {
        var path = _folder.File("text.db");
        File.WriteAllText(path, new string('x', 4096));
        Assert.Throws<SqliteException>(() => SqliteAccountStore.Open(path, _time));
    }

    private async Task<(Credential Credential, string Secret)> AddCredentialAsync()
    {
        if (_store.Accounts.Count == 0) await _store.AddAccountAsync(s_shop, Stop);
        return await _store.AddCredentialAsync(s_shop, "printer", Stop);
    }

    private Credential? Login(string user, string secret) => _store.Authenticate(user, Encoding.UTF8.GetBytes(secret));

    private void Reopen()
    {
        _store.Dispose();
        _store = SqliteAccountStore.Open(FilePath, _time);
    }

    private static void AssertSame(SenderDomain expected, SenderDomain actual)
    {
        // The array is compared by content.
        Assert.Equal(expected with { Mailboxes = [] }, actual with { Mailboxes = [] });
        Assert.Equal(expected.Mailboxes, actual.Mailboxes);
    }
}
