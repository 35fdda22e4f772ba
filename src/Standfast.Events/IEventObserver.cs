namespace Standfast.Events;

/// <summary>Is told of facts as they happen, after they are durable; not again after a restart. Must return at once; may be called concurrently.</summary>
public interface IEventObserver
{
    void Observe(ReadOnlySpan<MailEvent> facts);
}
