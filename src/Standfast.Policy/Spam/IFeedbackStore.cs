namespace Standfast.Policy.Spam;

/// <summary>Durable home of the owner's feedback. Changes return when they are durable. May be called concurrently.</summary>
public interface IFeedbackStore
{
    /// <exception cref="IOException">It cannot be read.</exception>
    IReadOnlyList<FeedbackEntry> Load();

    /// <summary>Adds, or replaces the one of the same fingerprint.</summary>
    /// <exception cref="IOException">Not stored.</exception>
    void Save(FeedbackEntry entry);

    /// <exception cref="IOException">Not stored.</exception>
    void Remove(string fingerprint);
}
