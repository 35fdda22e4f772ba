using Standfast.Policy.Compromise;

namespace Standfast.Tests.Policy.Compromise;

/// <summary>Habits and holds in memory; fails on demand.</summary>
internal sealed class FakeHabitStore : IHabitStore
{
    private readonly Dictionary<string, byte[]> _habits = [];
    private readonly Dictionary<string, byte[]> _holds = [];

    public bool Fails { get; set; }

    public int Holds => _holds.Count;

    public byte[]? FindHabit(string sender) => Try(() => _habits.GetValueOrDefault(sender));

    public IReadOnlyList<string> ListSenders(int limit) => Try(() => _habits.Keys.Take(limit).ToList());

    public void SaveHabits(IReadOnlyList<(string Sender, byte[] Habit)> habits) => Try(() =>
    {
        foreach (var (sender, habit) in habits) _habits[sender] = habit;
        return 0;
    });

    public IReadOnlyList<byte[]> LoadHolds() => Try(() => _holds.Values.ToList());

    public void SaveHold(string id, byte[] hold) => Try(() => _holds[id] = hold);

    public void RemoveHold(string id) => Try(() => _holds.Remove(id));

    private T Try<T>(Func<T> action) => Fails ? throw new IOException("the disk is gone") : action();
}
