namespace Standfast.Simulation.Peers;

/// <summary>What a sink does instead of what is wished.</summary>
public enum SinkAnswer
{
    Normal,
    Temporary,
    Permanent,
    ShutsDown,
    Closes,
    Hangs,
    Babbles,
}
