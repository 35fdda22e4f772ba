using Standfast.Queue;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>
/// The message that a worker sends next: taken when it has nothing else to do, or while it still sends the one before, to open it together
/// with that one's end. For one worker.
/// </summary>
internal sealed class NextMessage
{
    private DueMessage? _message;
    private ClientTransaction? _opened;

    public bool IsHeld => _message is not null;

    /// <summary>Its turn has come, and it is taken out of what may be sent.</summary>
    public void Hold(DueMessage message) => _message = message;

    /// <summary>Says its envelope with the end of the message before, where it is held already.</summary>
    /// <param name="open">Null where it cannot be sent on that connection.</param>
    public void Open(Func<DueMessage, ClientTransaction?> open)
    {
        if (_message is { } message) _opened = open(message);
    }

    /// <summary>The one that is held, to be sent or given back.</summary>
    /// <param name="opened">Null where nothing was said of it yet.</param>
    public DueMessage Take(out ClientTransaction? opened)
    {
        var message = _message ?? throw new InvalidOperationException("no message is held");
        (opened, _message, _opened) = (_opened, null, null);
        return message;
    }
}
