namespace Standfast.Reputation.States;

/// <summary>What the sending states say of one way out: from one source to one provider. May be called concurrently; costs nothing while the way is open.</summary>
public interface IWay
{
    bool IsOpen { get; }

    /// <summary>Nothing may go for now.</summary>
    bool IsPaused { get; }

    /// <summary>Restricted by a verdict on us: no other source of the pool may take over.</summary>
    bool IsPolicy { get; }

    /// <summary>Until the next message may go; zero when one may now.</summary>
    TimeSpan Wait { get; }

    /// <summary>Why it waits, one sentence; null when it is open.</summary>
    string? Reason { get; }

    /// <summary>Takes one message out of what may be sent now.</summary>
    bool TryTake();

    /// <summary>It was not offered to the provider after all.</summary>
    void GiveBack();

    /// <summary>A message was accepted.</summary>
    void Accepted();
}
