using System.Security.Cryptography;
using Standfast.Accounts.Users;

namespace Standfast.Web.Console.Setup;

/// <summary>First owners that are being made, in memory: each began with the admin token, and ends with a code or after its time. May be called concurrently.</summary>
internal sealed class SetupDesk(TimeProvider time)
{
    /// <summary>Ours.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(30);

    /// <summary>Who has the admin token begins no more; ours. Beyond, the oldest ends.</summary>
    private const int MaxPending = 10;

    private readonly Lock _lock = new();
    private readonly List<Pending> _pending = [];

    /// <summary>Only one account becomes the first.</summary>
    public SemaphoreSlim Finishing { get; } = new(1);

    public Pending Begin()
    {
        var begun = new Pending(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), time.GetUtcNow() + s_lifetime, "", "", TotpCodes.CreateKey());
        lock (_lock)
        {
            if (_pending.Count >= MaxPending) _pending.RemoveAt(0);
            _pending.Add(begun);
        }

        return begun;
    }

    /// <returns>Null where it has ended.</returns>
    public Pending? Find(string id)
    {
        lock (_lock)
        {
            _pending.RemoveAll(one => one.EndsAt <= time.GetUtcNow());
            return _pending.Find(one => CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(one.Id), System.Text.Encoding.UTF8.GetBytes(id)));
        }
    }

    public void Keep(Pending changed)
    {
        lock (_lock)
            if (_pending.FindIndex(one => one.Id == changed.Id) is >= 0 and var index) _pending[index] = changed;
    }

    /// <summary>With the first account all are over.</summary>
    public void End()
    {
        lock (_lock) _pending.Clear();
    }

    /// <param name="Id">256 random bits, in the forms of this set-up.</param>
    /// <param name="Name">Empty until it is chosen.</param>
    internal sealed record Pending(string Id, DateTimeOffset EndsAt, string Name, string PasswordHash, byte[] Key)
    {
        /// <summary>Keys and hashes stay out of logs.</summary>
        public override string ToString() => Name;
    }
}
