using System.Collections.Immutable;

namespace Standfast.Reputation.Classification;

/// <summary>Whose replies a set of rules is for.</summary>
/// <param name="Aliases">Its names in data/providers, where they differ.</param>
/// <param name="Hosts">MX hosts, or what they end in, in lower case.</param>
/// <param name="Relays">The same for hosts that its own customers submit to.</param>
public sealed record ReplySource(string Name, string Title, ImmutableArray<string> Aliases, ImmutableArray<string> Hosts, ImmutableArray<string> Relays, ReplySourceKind Kind);
