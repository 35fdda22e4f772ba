using System.Collections.Frozen;

namespace Standfast.Reputation.Blocklists;

/// <summary>What is known of lists in the DNS.</summary>
public sealed class BlocklistCatalogue(IReadOnlyList<Blocklist> lists, IReadOnlyList<ClosedZone> closed)
{
    private readonly FrozenDictionary<string, ClosedZone> _closed = closed.ToFrozenDictionary(zone => zone.Zone, StringComparer.OrdinalIgnoreCase);

    public static BlocklistCatalogue Empty { get; } = new([], []);

    public IReadOnlyList<Blocklist> Lists => lists;

    public IReadOnlyList<ClosedZone> Closed => closed;

    /// <param name="text">Id or zone.</param>
    public Blocklist? Find(string text) => lists.FirstOrDefault(list => list.Id == text || list.Zone.Value.Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null where the zone is not known to be closed.</summary>
    public ClosedZone? WhyClosed(string zone) => _closed.GetValueOrDefault(zone);
}
