namespace Standfast.Recovery.Requests;

/// <summary>An address of ours that mail is seen to come from.</summary>
/// <param name="Names">Of its PTR records; null where they were not looked up.</param>
public sealed record SendingAddress(string Address, string Helo, IReadOnlyList<string>? Names);
