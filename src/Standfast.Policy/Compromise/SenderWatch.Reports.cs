namespace Standfast.Policy.Compromise;

/// <content>What people see.</content>
public sealed partial class SenderWatch
{
    /// <summary>Held ones first, then the busiest of the last hour.</summary>
    /// <exception cref="IOException">What is known cannot be read.</exception>
    public IReadOnlyList<SenderReport> List(int limit)
    {
        var ids = _holds.Keys.Concat(_book.Loaded).Concat(_store.ListSenders(limit)).Distinct(StringComparer.Ordinal).Take(Math.Max(limit, 0) + _holds.Count);
        return [.. ids.Select(Find).OfType<SenderReport>().OrderByDescending(report => report.Hold is not null).ThenByDescending(report => report.Numbers?.MessagesNow ?? 0).ThenBy(report => report.Id, StringComparer.Ordinal).Take(limit)];
    }

    /// <returns>Null where nothing is known of such a sender.</returns>
    /// <exception cref="IOException">What is known cannot be read.</exception>
    public SenderReport? Find(string id)
    {
        var hold = _holds.GetValueOrDefault(id) is { } live ? live.Facts with { Held = live.Count } : null;
        var state = hold is { Scope.Credential: null } ? null : _book.FindLoaded(id) ?? (_store.FindHabit(id) is null ? null : _book.Load(id, _time.GetUtcNow()));
        if (hold is null && state is null) return null;
        var numbers = state?.Describe(_time.GetUtcNow());
        var word = hold is not null ? "held" : numbers!.DeferredNow > 0 ? "slowed" : numbers.IsLearning ? "learning" : "normal";
        return new SenderReport(id, word, hold, numbers, state is { Samples: { Count: > 0 } samples } ? samples : hold?.Samples ?? []);
    }
}
