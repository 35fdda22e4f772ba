using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Consent;

/// <summary>Keeps consent. Each change is durable when it returns. May be called concurrently.</summary>
public interface IConsentStore
{
    /// <summary>Who has consented to what, each once, in no order; read once, at start.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    IEnumerable<(AccountId Account, StreamName Stream, AddressKey Address)> ReadAll();

    /// <summary>All or none. A record that is there already stays.</summary>
    /// <returns>How many are new.</returns>
    /// <exception cref="IOException">Nothing was added.</exception>
    int Add(IReadOnlyList<ConsentRecord> records);

    /// <summary>In the order of addresses, then of time.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    IReadOnlyList<ConsentRecord> Find(ConsentQuery query);
}
