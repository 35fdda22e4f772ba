namespace Standfast.Reputation.Classification;

/// <summary>A reply that no rule knew.</summary>
/// <param name="Text">With what differs from one to the next masked: addresses, numbers, ids.</param>
/// <param name="Provider">As events name it; "" where it is not known.</param>
/// <param name="Phase">Of the transaction in which it came; "" where it is not known.</param>
/// <param name="Example">The last one, as it came.</param>
public sealed record UnknownReply(string Text, string Provider, string Phase, string Example, long Count, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);
