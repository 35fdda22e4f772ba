namespace Standfast.Policy.Compromise;

/// <summary>A hold in force, with how much it has kept. May be called concurrently.</summary>
internal sealed class LiveHold(SenderHold facts)
{
    private long _count = facts.Held;
    private long _saved = -1;

    public SenderHold Facts { get; } = facts;

    public long Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);

    public void Empty() => Volatile.Write(ref _count, 0);

    /// <summary>Where it changed since it was last saved.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(IHabitStore store)
    {
        var count = Count;
        if (count == Volatile.Read(ref _saved)) return;
        store.SaveHold(Facts.Scope.Id, (Facts with { Held = count }).Write());
        Volatile.Write(ref _saved, count);
    }
}
