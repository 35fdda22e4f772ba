namespace Standfast.Recovery.Requests;

/// <param name="Name">As in data/playbooks.</param>
/// <param name="SayItWith">What to do so that it is known.</param>
public sealed record MissingFact(string Name, string SayItWith);
