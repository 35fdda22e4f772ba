using System.Collections.Concurrent;

namespace Standfast.Policy.Compromise;

/// <summary>The senders in memory: loaded when they first send, saved every few seconds, forgotten when they are idle and others come. May be called concurrently.</summary>
internal sealed class SenderBook(IHabitStore store)
{
    /// <summary>Ours; some 10 kB each, at most 160 kB.</summary>
    public const int MaxLoaded = 10_000;

    private readonly ConcurrentDictionary<string, SenderState> _states = new(StringComparer.Ordinal);

    public SenderState? FindLoaded(string id) => _states.GetValueOrDefault(id);

    public IReadOnlyCollection<string> Loaded => [.. _states.Keys];

    /// <exception cref="IOException">What is known of it cannot be read.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    public SenderState Load(string id, DateTimeOffset now)
    {
        if (_states.TryGetValue(id, out var state)) return state;
        var habit = store.FindHabit(id) is { } saved ? HabitCodec.Read(saved) : new Habit { FirstSeen = now, Hour = Habit.HourOf(now) };
        return _states.GetOrAdd(id, new SenderState(id, habit));
    }

    /// <param name="lastBefore">Leaves out who was saved at or after this.</param>
    /// <exception cref="IOException">They could not be written, and are tried again at the next call.</exception>
    public void Save(DateTimeOffset lastBefore)
    {
        var unsaved = new List<(string, byte[])>();
        var taken = new List<SenderState>();
        foreach (var state in _states.Values)
        {
            if (state.TakeUnsaved(lastBefore) is not { } habit) continue;
            unsaved.Add((state.Id, habit));
            taken.Add(state);
        }

        try
        {
            if (unsaved.Count > 0) store.SaveHabits(unsaved);
        }
        catch (IOException)
        {
            foreach (var state in taken) state.KeepUnsaved();
            throw;
        }

        if (_states.Count <= MaxLoaded) return;
        foreach (var idle in _states.Values.OrderBy(state => state.TouchedAt).Take(_states.Count - MaxLoaded).ToList())
            if (!idle.IsDirty)
                _states.TryRemove(new KeyValuePair<string, SenderState>(idle.Id, idle));
    }
}
