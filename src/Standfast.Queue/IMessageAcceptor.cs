using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>How a message gets into the queue. May be called concurrently.</summary>
public interface IMessageAcceptor
{
    /// <summary>Null while messages can be taken.</summary>
    Unavailability? Unavailable { get; }

    SpoolId NextId();

    ISpoolWriter Begin(SpoolId id);

    /// <summary>Makes the message durable and due at once. When the task ends, 250 may be said.</summary>
    /// <exception cref="SpoolFullException">There is no room; nothing was accepted.</exception>
    /// <exception cref="IOException">Nothing was accepted.</exception>
    /// <param name="facts">What is true with the acceptance, and recorded with it.</param>
    Task AcceptAsync(ISpoolWriter writer, Envelope envelope, ReadOnlyMemory<byte> head, MailEvent[] facts, CancellationToken cancellationToken);
}
