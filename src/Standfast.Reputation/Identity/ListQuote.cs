namespace Standfast.Reputation.Identity;

/// <summary>Replies of a provider that name a list.</summary>
/// <param name="Count">Since the first.</param>
/// <param name="Text">The last of them, at most 300 characters.</param>
public sealed record ListQuote(string List, string Provider, DateTimeOffset Last, long Count, string Text);
