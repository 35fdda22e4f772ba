using Standfast.Reputation.States;

namespace Standfast.Tests.Reputation.States;

/// <summary>Keeps states in RAM, as a disk would.</summary>
internal sealed class FakeStateStore : ISendingStateStore
{
    public Dictionary<StateKey, SendingState> Kept { get; } = [];

    public bool IsBroken { get; set; }

    public int Writes { get; private set; }

    public IReadOnlyList<SendingState> Load() => IsBroken ? throw new IOException("broken") : [.. Kept.Values];

    public void Save(SendingState state)
    {
        if (IsBroken) throw new IOException("broken");
        Writes++;
        Kept[state.Key] = state;
    }

    public void Remove(StateKey key)
    {
        if (IsBroken) throw new IOException("broken");
        Kept.Remove(key);
    }
}
