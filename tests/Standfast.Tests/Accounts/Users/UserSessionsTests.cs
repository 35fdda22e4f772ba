using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts.Users;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Accounts.Users;

public sealed class UserSessionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly SqliteUserStore _store;
    private readonly UserSessions _sessions;

    public UserSessionsTests()
    {
        _store = SqliteUserStore.Open(_folder.File("users.db"), _time);
        _sessions = new UserSessions(_store, _time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Token_OpensUntilItsEnd_AndNothingLikeItDoes()
    {
        var ann = await _store.AddAsync("ann", UserRole.Operator, "hash", Stop);
        var (token, endsAt) = _sessions.Open(ann)!.Value;
        Assert.Equal(ann, _sessions.Find(token));
        Assert.Null(_sessions.Find(token + "0"));
        Assert.Null(_sessions.Find(token[..^1]));
        Assert.Null(_sessions.Find(""));
        _time.Advance(endsAt - _time.GetUtcNow() - TimeSpan.FromTicks(1));
        Assert.NotNull(_sessions.Find(token));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_sessions.Find(token));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("removal")]
    [InlineData("logout")]
    public async Task Token_Ends_WithWhatItStandsFor(string cause)
    {
        var ann = await _store.AddAsync("ann", UserRole.Operator, "hash", Stop);
        var (token, _) = _sessions.Open(ann)!.Value;
        var (other, _) = _sessions.Open(await _store.AddAsync("bob", UserRole.Viewer, "hash", Stop))!.Value;
        if (cause == "password") await _store.SetPasswordAsync("ann", "other", Stop);
        else if (cause == "removal") await _store.RemoveAsync("ann", Stop);
        else _sessions.Close(token);
        Assert.Null(_sessions.Find(token));
        Assert.NotNull(_sessions.Find(other));
    }

    [Fact]
    public async Task ManySessions_EndTheOldest()
    {
        var ann = await _store.AddAsync("ann", UserRole.Operator, "hash", Stop);
        var first = _sessions.Open(ann)!.Value.Token;
        _time.Advance(TimeSpan.FromSeconds(1));
        var second = _sessions.Open(ann)!.Value.Token;
        for (var count = 0; count < 999; count++) _sessions.Open(ann);
        Assert.Null(_sessions.Find(first));
        Assert.NotNull(_sessions.Find(second));
    }
}
