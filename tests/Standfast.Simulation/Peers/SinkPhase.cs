namespace Standfast.Simulation.Peers;

/// <summary>Where in a session a sink answers.</summary>
public enum SinkPhase
{
    Greeting,
    Hello,
    Mail,
    Recipient,
    Data,
    Content,
    Reset,
}
