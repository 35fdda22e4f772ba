using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using OtpNet;
using Standfast.Accounts;
using Standfast.Accounts.Logins;
using Standfast.Accounts.Passwords;
using Standfast.Accounts.Users;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Accounts.Users;

public sealed class UserLoginsTests : IDisposable
{
    private const string Password = "correct horse battery staple";

    private static readonly IPAddress s_office = IPAddress.Parse("192.0.2.10");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly SqliteLoginMemory _memory;
    private SqliteUserStore _store;
    private UserLogins _logins;

    public UserLoginsTests()
    {
        _memory = SqliteLoginMemory.Open(_folder.File("logins.db"));
        (_store, _logins) = Open();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _logins.Dispose();
        _store.Dispose();
        _memory.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RightPassword_IsAccepted_AlsoAfterAReopen_AndNothingElse()
    {
        var ann = await _store.AddAsync("ann", UserRole.Owner, Argon2Hash.Create(Password), Stop);
        Assert.Equal(new LoginResult.Accepted(ann), await LogInAsync("ann", Password));
        Reopen();
        Assert.Equal(new LoginResult.Accepted(ann), await LogInAsync("ann", Password));
        foreach (var wrong in (string[])["", Password + " ", Password[..^1], new string('x', 10_000)])
            Assert.IsType<LoginResult.Wrong>(await LogInAsync("ann", wrong));
    }

    [Fact]
    public async Task UnknownUser_CostsTheSameWork()
    {
        await _store.AddAsync("ann", UserRole.Owner, Argon2Hash.Create(Password), Stop);
        await TimeAsync("ann");
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            known.Add(await TimeAsync("ann"));
            unknown.Add(await TimeAsync("nobody"));
        }

        // Without the work the one would take a thousandth of the other.
        Assert.InRange(unknown.Min() / known.Min(), 0.2, 5);
    }

    [Fact]
    public async Task Code_IsAskedFor_AndTakenOnce()
    {
        await _store.AddAsync("ann", UserRole.Owner, Argon2Hash.Create(Password), Stop);
        var key = TotpCodes.CreateKey();
        await _store.OfferTotpAsync("ann", key, Stop);
        // Not in force before it is proven.
        Assert.IsType<LoginResult.Accepted>(await LogInAsync("ann", Password));
        Assert.True(TotpCodes.Matches(key, CodeAt(key, 0), _time.GetUtcNow(), out var step));
        Assert.True(await _store.ConfirmTotpAsync("ann", step, Stop));
        Assert.IsType<LoginResult.CodeNeeded>(await LogInAsync("ann", Password));
        Assert.IsType<LoginResult.Wrong>(await LogInAsync("ann", Password, CodeAt(key, 0)));
        _time.Advance(TimeSpan.FromSeconds(30));
        var code = CodeAt(key, 0);
        Assert.IsType<LoginResult.Wrong>(await LogInAsync("ann", "wrong password", code));
        Assert.IsType<LoginResult.Accepted>(await LogInAsync("ann", Password, code));
        Assert.IsType<LoginResult.Wrong>(await LogInAsync("ann", Password, code));
        // An older one that was never used is past as well, across a restart too.
        Reopen();
        Assert.IsType<LoginResult.Wrong>(await LogInAsync("ann", Password, CodeAt(key, -1)));
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.IsType<LoginResult.Wrong>(await LogInAsync("ann", Password, CodeAt(key, 2)));
        Assert.IsType<LoginResult.Wrong>(await LogInAsync("ann", Password, CodeAt(key, -2)));
        Assert.IsType<LoginResult.Accepted>(await LogInAsync("ann", Password, CodeAt(key, 1)));
        await _store.OfferTotpAsync("ann", null, Stop);
        Assert.IsType<LoginResult.Accepted>(await LogInAsync("ann", Password));
    }

    [Fact]
    public async Task Guessing_IsStopped_AndSaysForHowLong()
    {
        await _store.AddAsync("ann", UserRole.Viewer, Argon2Hash.Create(Password), Stop);
        LoginResult result = new LoginResult.Wrong();
        var looked = 0;
        for (; looked < 100 && result is LoginResult.Wrong; looked++) result = await LogInAsync("ann", $"guess {looked}");
        Assert.Equal(11, looked);
        Assert.InRange(Assert.IsType<LoginResult.TooMany>(result).RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task LastOwner_CannotBeRemoved()
    {
        await _store.AddAsync("ann", UserRole.Owner, "x", Stop);
        await _store.AddAsync("bob", UserRole.Viewer, "x", Stop);
        await Assert.ThrowsAsync<AccountConflictException>(() => _store.AddAsync("bob", UserRole.Owner, "x", Stop));
        await Assert.ThrowsAsync<AccountConflictException>(() => _store.RemoveAsync("ann", Stop));
        Assert.True(await _store.RemoveAsync("bob", Stop));
        Assert.False(await _store.RemoveAsync("bob", Stop));
        Assert.Equal(["ann"], _store.Users.Select(user => user.Name));
    }

    private string CodeAt(byte[] key, int steps) => new Totp(key).ComputeTotp(_time.GetUtcNow().AddSeconds(30 * steps).UtcDateTime);

    private async Task<double> TimeAsync(string name)
    {
        var started = Stopwatch.GetTimestamp();
        await LogInAsync(name, "wrong password");
        _time.Advance(TimeSpan.FromHours(1));
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private Task<LoginResult> LogInAsync(string name, string password, string? code = null) => _logins.VerifyAsync(name, password, code, s_office, Stop);

    private (SqliteUserStore, UserLogins) Open()
    {
        var store = SqliteUserStore.Open(_folder.File("users.db"), _time);
        return (store, new UserLogins(store, new LoginThrottle(new LoginThrottleOptions { FirstDelay = TimeSpan.Zero, LongestDelay = TimeSpan.Zero }, _memory, _time), _time));
    }

    private void Reopen()
    {
        _logins.Dispose();
        _store.Dispose();
        (_store, _logins) = Open();
    }
}
