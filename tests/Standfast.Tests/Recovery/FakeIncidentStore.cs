using Standfast.Recovery;

namespace Standfast.Tests.Recovery;

/// <summary>Keeps incidents in RAM, as a disk would.</summary>
internal sealed class FakeIncidentStore : IIncidentStore
{
    public Dictionary<string, Incident> Kept { get; } = [];

    public bool IsBroken { get; set; }

    public IReadOnlyList<Incident> Load() => [.. Kept.Values];

    public void Save(Incident incident)
    {
        if (IsBroken) throw new IOException("broken");
        Kept[incident.Id] = incident;
    }

    public void Remove(string id) => Kept.Remove(id);
}
