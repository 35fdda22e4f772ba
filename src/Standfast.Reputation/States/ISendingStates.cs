namespace Standfast.Reputation.States;

/// <summary>What Delivery asks before each attempt, and tells of each refusal. May be called concurrently.</summary>
public interface ISendingStates
{
    /// <summary>Mail may go on that waited; called by any thread, and must return at once.</summary>
    event Action? Opened;

    /// <summary>A view of one way, which stays current. As many as wanted may be made; none needs to be given back.</summary>
    IWay WayFor(string source, string provider);

    /// <summary>Takes one message of the sender to the provider out of what may be sent now, by the states that name both sender and way.</summary>
    /// <returns>Null when it may go; else how long it is to wait, and why.</returns>
    StateWait? TryTake(in SenderFacts sender, string source, string provider);

    /// <summary>A message of the sender was accepted by the provider.</summary>
    void Accepted(in SenderFacts sender, string source, string provider);

    /// <summary>Reads a refusal and acts upon it before it returns.</summary>
    RefusalVerdict Refused(RemoteReply reply);
}
