namespace Standfast.Reputation.Classification;

/// <summary>Where replies that no rule knew are kept. May be called concurrently.</summary>
public interface IUnknownReplyStore
{
    /// <exception cref="IOException">It cannot be read.</exception>
    IReadOnlyList<UnknownReply> Load();

    /// <summary>Replaces all of it; durable when it returns.</summary>
    /// <exception cref="IOException">It cannot be written; what was there before is kept.</exception>
    void Save(IReadOnlyCollection<UnknownReply> replies);
}
