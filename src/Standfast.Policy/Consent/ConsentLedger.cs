using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Consent;

/// <summary>Who has asked for what. Questions are answered from RAM, additions are durable before they are known. May be called concurrently.</summary>
public sealed class ConsentLedger
{
    /// <summary>Records of one durable change; ours.</summary>
    public const int MaxBatch = 1_000;

    private const byte Given = 1;

    private readonly IConsentStore _store;
    private readonly AddressIndex _index;

    /// <param name="salt">16 octets that nobody else knows.</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public ConsentLedger(IConsentStore store, ReadOnlySpan<byte> salt)
    {
        _store = store;
        _index = new AddressIndex(salt);
        foreach (var (account, stream, address) in store.ReadAll()) _index.Set(account, stream, address, Given);
    }

    public bool Has(AccountId account, StreamName stream, EmailAddress recipient) => _index.Find(account, stream, AddressKey.Of(recipient)) != 0;

    /// <param name="records">At most <see cref="MaxBatch"/>.</param>
    /// <returns>How many are new.</returns>
    /// <exception cref="IOException">Nothing was added.</exception>
    public int Add(params IReadOnlyList<ConsentRecord> records)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(records.Count, MaxBatch);
        var added = _store.Add(records);
        foreach (var record in records) _index.Set(record.Account, record.Stream, record.Address, Given);
        return added;
    }

    /// <exception cref="IOException">They cannot be read.</exception>
    public IReadOnlyList<ConsentRecord> Find(ConsentQuery query) => _store.Find(query);
}
