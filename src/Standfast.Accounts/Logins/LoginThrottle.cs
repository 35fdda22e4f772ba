using System.Net;
using System.Net.Sockets;

namespace Standfast.Accounts.Logins;

/// <summary>
/// Bounds how many secrets can be guessed: by address, by network and by user name, each with a budget of wrong tries. A user's own
/// networks, from where it has logged in before, have a budget that nobody else can use up. Works the same for user names that do not
/// exist. May be called concurrently.
/// </summary>
public sealed class LoginThrottle
{
    /// <summary>Failures of a budget that are answered at once.</summary>
    private const int FreeFailures = 3;

    /// <summary>User names that do not exist share this many budgets, so that inventing names forgets no real one's.</summary>
    private const int UnknownNames = 1_024;

    /// <summary>Networks remembered of one user.</summary>
    private const int MaxNetworks = 200;

    private readonly Lock _lock = new();
    private readonly LoginThrottleOptions _options;
    private readonly ILoginMemory _memory;
    private readonly TimeProvider _time;
    private readonly FailureBudgets _addresses;
    private readonly FailureBudgets _networks;
    private readonly FailureBudgets _users;
    private readonly FailureBudgets _known;
    private readonly Dictionary<string, HashSet<string>> _homes = new(StringComparer.Ordinal);

    public LoginThrottle(LoginThrottleOptions options, ILoginMemory memory, TimeProvider time)
    {
        (_options, _memory, _time) = (options, memory, time);
        _addresses = new FailureBudgets(options.Address, options.MaxTracked);
        _networks = new FailureBudgets(options.Network, options.MaxTracked);
        _users = new FailureBudgets(options.User, options.MaxTracked);
        _known = new FailureBudgets(options.KnownNetwork, options.MaxTracked);
        foreach (var (user, network) in memory.Load()) HomesLocked(user).Add(network);
    }

    /// <summary>Asked before the secret is looked at; takes from the budgets what a right login gets back, so that many at once get no more.</summary>
    /// <param name="exists">Whether there is such a user; decides nothing that shows.</param>
    /// <param name="client">Null where the transport has no addresses.</param>
    public LoginAttempt Begin(string user, bool exists, IPAddress? client)
    {
        var now = _time.GetUtcNow();
        var (address, network) = client is null ? ("?", "?") : (client.IsIPv4MappedToIPv6 ? client.MapToIPv4().ToString() : client.ToString(), NetworkOf(client));
        lock (_lock)
        {
            FailureBudgets.Taken[] budgets = _homes.TryGetValue(user, out var homes) && homes.Contains(network)
                ? [new(_known, $"{user} {network}")]
                : [new(_addresses, address), new(_networks, network), new(_users, exists ? user : $"? {(uint)StringComparer.Ordinal.GetHashCode(user) % UnknownNames}")];
            var wait = budgets.Max(one => one.Budgets.UntilOne(one.Key, now));
            if (wait > TimeSpan.Zero) return new LoginAttempt(false, TimeSpan.Zero, wait);
            // The last one is the user's, which many addresses share: who fails is slowed by its own failures.
            var failures = budgets.Select(one => one.Budgets.Take(one.Key, now)).ToList()[0];
            return new LoginAttempt(true, DelayAfter(failures + 1), TimeSpan.Zero) { Taken = budgets, Network = network };
        }
    }

    /// <summary>The secret was right: nothing is counted, and the network is the user's from now on.</summary>
    public void Succeeded(LoginAttempt attempt, string user)
    {
        Withdrawn(attempt);
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            var homes = HomesLocked(user);
            if (attempt.Network is not { } network || homes.Count >= MaxNetworks || !homes.Add(network)) return;
        }

        try
        {
            _memory.Remember(user, attempt.Network, now);
        }
        catch (IOException)
        {
            // It is known until the next restart, and noted at the first login after that.
        }
    }

    /// <summary>It was neither right nor wrong: nothing is counted.</summary>
    public void Withdrawn(LoginAttempt attempt)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            foreach (var taken in attempt.Taken) taken.Budgets.GiveBack(taken.Key, now);
        }
    }

    /// <summary>An IPv6 /64 (RFC 4291 §2.5.4) or an IPv4 /24.</summary>
    internal static string NetworkOf(IPAddress client)
    {
        if (client.IsIPv4MappedToIPv6) client = client.MapToIPv4();
        var bytes = client.GetAddressBytes();
        var prefix = client.AddressFamily == AddressFamily.InterNetworkV6 ? 8 : 3;
        bytes.AsSpan(prefix).Clear();
        return $"{new IPAddress(bytes)}/{prefix * 8}";
    }

    private TimeSpan DelayAfter(int failures)
    {
        if (failures <= FreeFailures) return TimeSpan.Zero;
        var delay = _options.FirstDelay * Math.Pow(2, Math.Min(20, failures - FreeFailures - 1));
        return delay < _options.LongestDelay ? delay : _options.LongestDelay;
    }

    private HashSet<string> HomesLocked(string user)
    {
        if (!_homes.TryGetValue(user, out var homes)) _homes[user] = homes = new HashSet<string>(StringComparer.Ordinal);
        return homes;
    }
}
