using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts.Logins;

namespace Standfast.Tests.Accounts.Logins;

public sealed class LoginThrottleTests
{
    private const int Tries = 10_000;
    private const string User = "shop-abc";

    private static readonly IPAddress s_office = IPAddress.Parse("192.0.2.10");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ListMemory _memory = new();
    private readonly LoginThrottle _throttle;

    public LoginThrottleTests() => _throttle = Open();

    // In an hour: what is allowed at once, and what comes back meanwhile.
    [Theory]
    [InlineData("one address", 10 + 20)]
    [InlineData("one /64", 30 + 60)]
    [InlineData("one /24", 30 + 60)]
    [InlineData("everywhere", 30 + 30)]
    [InlineData("everywhere, no such user", 30 + 30)]
    public void TenThousandTries_InAnHour_AreLookedAt_AsOftenAsTheBudgetSays(string origin, int most)
    {
        LogIn(User, s_office);
        var random = new Random(20260101);
        var allowed = 0;
        for (var number = 0; number < Tries; number++)
        {
            _time.Advance(TimeSpan.FromHours(1) / Tries);
            if (Fail(origin.EndsWith(" user", StringComparison.Ordinal) ? "nobody" : origin.StartsWith("one /", StringComparison.Ordinal) ? $"user{number}" : User, origin, number, random)) allowed++;
        }

        Assert.InRange(allowed, most - 2, most);
        // Whatever the attacker did, who has always come from the office comes in.
        Assert.True(LogIn(User, s_office));
        Assert.True(LogIn(User, IPAddress.Parse("192.0.2.99")));
    }

    [Fact]
    public void KnownNetwork_SurvivesARestart_InTheMiddleOfAnAttack()
    {
        LogIn(User, s_office);
        var again = Open();
        for (var number = 0; number < Tries; number++) again.Begin(User, true, Address("everywhere", number, new Random(number)));
        Assert.False(again.Begin(User, true, IPAddress.Parse("203.0.113.1")).IsAllowed);
        Assert.True(again.Begin(User, true, s_office).IsAllowed);
    }

    [Fact]
    public void NewNetwork_WaitsForTheBudget_AndIsToldHowLong()
    {
        for (var number = 0; number < 30; number++) Assert.True(_throttle.Begin(User, true, Address("everywhere", number, new Random(number))).IsAllowed);
        var attempt = _throttle.Begin(User, true, s_office);
        Assert.False(attempt.IsAllowed);
        Assert.Equal(TimeSpan.FromMinutes(2), attempt.RetryAfter);
        _time.Advance(attempt.RetryAfter);
        Assert.True(LogIn(User, s_office));
    }

    [Fact]
    public void RightLogins_TakeNothing_HoweverMany()
    {
        for (var number = 0; number < Tries; number++) Assert.True(LogIn(User, s_office));
        for (var number = 0; number < 500; number++) Assert.True(LogIn($"user{number.ToString(CultureInfo.InvariantCulture)}", s_office));
    }

    [Fact]
    public void Delay_Doubles_FromTheFourthFailure_AndIsBounded()
    {
        var delays = Enumerable.Range(0, 10).Select(_ => _throttle.Begin(User, true, s_office).Delay.TotalMilliseconds).ToList();
        Assert.Equal([0, 0, 0, 250, 500, 1_000, 2_000, 4_000, 8_000, 8_000], delays);
    }

    [Fact]
    public void ManyAtOnce_GetNoMoreThanOneByOne()
    {
        var allowed = 0;
        Parallel.For(0, 1_000, _ =>
        {
            if (_throttle.Begin(User, true, s_office).IsAllowed) Interlocked.Increment(ref allowed);
        });
        Assert.Equal(10, allowed);
    }

    [Fact]
    public void Flood_OfAddresses_ForgetsNoUsersBudget()
    {
        var throttle = new LoginThrottle(new LoginThrottleOptions { MaxTracked = 100 }, _memory, _time);
        for (var number = 0; number < Tries; number++) throttle.Begin(User, true, Address("everywhere", number, new Random(number)));
        Assert.False(throttle.Begin(User, true, s_office).IsAllowed);
    }

    private LoginThrottle Open() => new(new LoginThrottleOptions(), _memory, _time);

    private bool LogIn(string user, IPAddress client)
    {
        var attempt = _throttle.Begin(user, true, client);
        if (attempt.IsAllowed) _throttle.Succeeded(attempt, user);
        return attempt.IsAllowed;
    }

    private bool Fail(string user, string origin, int number, Random random) => _throttle.Begin(user, user != "nobody", Address(origin, number, random)).IsAllowed;

    private static IPAddress Address(string origin, int number, Random random)
    {
        switch (origin)
        {
            case "one address": return IPAddress.Parse("198.51.100.7");
            case "one /24": return new IPAddress((ReadOnlySpan<byte>)[198, 51, 100, (byte)number]);
            case "one /64":
                var bytes = new byte[16];
                random.NextBytes(bytes.AsSpan(8));
                (bytes[0], bytes[1], bytes[2], bytes[3]) = (0x20, 0x01, 0x0d, 0xb8);
                return new IPAddress(bytes);
            default: return new IPAddress((ReadOnlySpan<byte>)[10, (byte)(number >> 8), (byte)number, 1]);
        }
    }

    private sealed class ListMemory : ILoginMemory
    {
        private readonly List<(string, string)> _known = [];

        public IReadOnlyList<(string User, string Network)> Load() => _known;

        public void Remember(string user, string network, DateTimeOffset at) => _known.Add((user, network));
    }
}
