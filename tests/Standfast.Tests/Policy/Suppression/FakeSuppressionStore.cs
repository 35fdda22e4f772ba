using Standfast.Policy.Suppression;

namespace Standfast.Tests.Policy.Suppression;

internal sealed class FakeSuppressionStore : ISuppressionStore
{
    private readonly Lock _lock = new();

    public List<SuppressedAddress> Entries { get; } = [];

    public bool IsBroken { get; set; }

    public IEnumerable<SuppressedAddress> ReadAll() => Entries;

    public int Add(IReadOnlyList<SuppressedAddress> entries)
    {
        if (IsBroken) throw new IOException("broken");
        lock (_lock)
        {
            var before = Entries.Count;
            foreach (var entry in entries)
                if (!Entries.Exists(known => known.Address == entry.Address && known.Scope == entry.Scope && known.Reason == entry.Reason))
                    Entries.Add(entry);
            return Entries.Count - before;
        }
    }

    public IReadOnlyList<SuppressedAddress> Remove(SuppressionQuery query)
    {
        if (IsBroken) throw new IOException("broken");
        lock (_lock)
        {
            var found = Find(query);
            Entries.RemoveAll(found.Contains);
            return found;
        }
    }

    public IReadOnlyList<SuppressedAddress> Find(SuppressionQuery query) =>
        [.. Entries.Where(entry => (query.Address is null || entry.Address == query.Address) && (query.Cause is null || entry.Cause == query.Cause) && (query.Reason is null || entry.Reason == query.Reason)
            && (query.Account is null || entry.Scope.Account == query.Account) && (query.Stream is null || entry.Scope.Stream == query.Stream) && (!query.OnlyWholeAccount || entry.Scope.Stream is null))];
}
