namespace Standfast.Recovery.Requests;

/// <param name="Selector">Of DKIM; null where mail is not signed.</param>
public sealed record SendingDomain(string Name, string? Selector);
