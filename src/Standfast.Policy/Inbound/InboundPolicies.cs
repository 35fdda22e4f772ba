using System.Collections.Immutable;
using Standfast.Mail;

namespace Standfast.Policy.Inbound;

/// <summary>The policies of all domains, answered from RAM. May be called concurrently.</summary>
public sealed class InboundPolicies
{
    /// <summary>Stands for domains that have none of their own.</summary>
    public const string Any = "*";

    private readonly Lock _lock = new();
    private readonly IInboundPolicyStore _store;
    private volatile ImmutableDictionary<string, InboundPolicy> _policies;

    /// <exception cref="IOException">They cannot be read.</exception>
    public InboundPolicies(IInboundPolicyStore store)
    {
        _store = store;
        _policies = store.Load().ToImmutableDictionary();
    }

    /// <summary>By domain; that of <see cref="Any"/> too.</summary>
    public IReadOnlyDictionary<string, InboundPolicy> All => _policies.ContainsKey(Any) ? _policies : _policies.Add(Any, InboundPolicy.Default);

    public InboundPolicy For(DomainName domain) => _policies.TryGetValue(domain.Value, out var policy) || _policies.TryGetValue(Any, out policy) ? policy : InboundPolicy.Default;

    /// <exception cref="IOException">Not stored, and not in force.</exception>
    public void Set(string domain, InboundPolicy policy)
    {
        lock (_lock)
        {
            _store.Save(domain, policy);
            _policies = _policies.SetItem(domain, policy);
        }
    }

    /// <returns>False where it had none.</returns>
    /// <exception cref="IOException">Not stored, and not in force.</exception>
    public bool Remove(string domain)
    {
        lock (_lock)
        {
            if (!_policies.ContainsKey(domain)) return false;
            _store.Remove(domain);
            _policies = _policies.Remove(domain);
            return true;
        }
    }
}
