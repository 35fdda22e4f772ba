namespace Standfast.Delivery.Shaping;

/// <summary>Keeps what was learned about sites across restarts.</summary>
public interface IShapingStore
{
    (IReadOnlyList<SiteMemory> Sites, IReadOnlyList<RestraintMemory> Restraints) Load();

    /// <summary>Replaces all that was kept; durable when it returns.</summary>
    /// <exception cref="IOException">It could not be written; the next save tries again.</exception>
    void Save(IReadOnlyList<SiteMemory> sites, IReadOnlyList<RestraintMemory> restraints);
}
