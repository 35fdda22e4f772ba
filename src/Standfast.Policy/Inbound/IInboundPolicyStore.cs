namespace Standfast.Policy.Inbound;

/// <summary>Keeps the policies of domains; what is saved is durable.</summary>
public interface IInboundPolicyStore
{
    IReadOnlyDictionary<string, InboundPolicy> Load();

    /// <exception cref="IOException">Not stored.</exception>
    void Save(string domain, InboundPolicy policy);

    /// <exception cref="IOException">Not stored.</exception>
    void Remove(string domain);
}
