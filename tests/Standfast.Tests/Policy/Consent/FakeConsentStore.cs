using Standfast.Mail;
using Standfast.Policy.Consent;
using Standfast.Policy.Suppression;

namespace Standfast.Tests.Policy.Consent;

internal sealed class FakeConsentStore : IConsentStore
{
    public List<ConsentRecord> Records { get; } = [];

    public IEnumerable<(AccountId Account, StreamName Stream, AddressKey Address)> ReadAll() => Records.Select(record => (record.Account, record.Stream, record.Address)).Distinct();

    public int Add(IReadOnlyList<ConsentRecord> records)
    {
        Records.AddRange(records);
        return records.Count;
    }

    public IReadOnlyList<ConsentRecord> Find(ConsentQuery query) => Records;
}
