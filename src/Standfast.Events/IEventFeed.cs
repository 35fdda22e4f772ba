namespace Standfast.Events;

/// <summary>An event log that tells others what it has written, and where.</summary>
public interface IEventFeed
{
    /// <summary>No fact up to this id is lost or gets another id, whatever happens to the machine; 0 until the first <see cref="IEventLog.FlushAsync"/> that could sync.</summary>
    long DurableId { get; }

    /// <summary>Tells of what is written from now on. Once only, before the log is written to by others than the one who follows.</summary>
    void Follow(IEventFollower follower);
}
