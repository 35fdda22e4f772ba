namespace Standfast.Events;

/// <summary>Is told of every fact that an event log has written, in the order of ids, by one thread at a time. Must return at once and never throw.</summary>
public interface IEventFollower
{
    /// <param name="firstId">Of the first fact; the others follow one by one.</param>
    void Follow(ReadOnlySpan<MailEvent> facts, long firstId);
}
