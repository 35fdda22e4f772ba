using System.Collections.Frozen;
using Standfast.Mail;
using Standfast.Queue.Scheduling;

namespace Standfast.Delivery.Egress;

/// <summary>
/// Which pool mail leaves by. It depends on the account and the stream alone, so a message keeps to its pool over all its tries. The narrowest
/// binding decides: a stream of an account, then the account, then a stream of everybody, then the default pool. May be called concurrently.
/// </summary>
public sealed class PoolBindings(IReadOnlyDictionary<PoolBinding, string> pools)
{
    private readonly FrozenDictionary<PoolBinding, string> _pools = pools.ToFrozenDictionary();

    /// <summary>Everything leaves by the default pool.</summary>
    public static PoolBindings None { get; } = new(new Dictionary<PoolBinding, string>());

    public bool IsEmpty => _pools.Count == 0;

    /// <param name="account">Null for forwarded mail and our own reports.</param>
    public string PoolOf(AccountId? account, StreamName stream)
    {
        if (account is not null && (_pools.TryGetValue(new PoolBinding(account, stream), out var pool) || _pools.TryGetValue(new PoolBinding(account, null), out pool))) return pool;
        return _pools.TryGetValue(new PoolBinding(null, stream), out var shared) ? shared : PooledSite.DefaultPool;
    }
}
