using Standfast.Reputation.Classification;

namespace Standfast.Reputation.States;

/// <summary>A remote side has suspended us.</summary>
/// <param name="Counterparty">The provider, or our own relay.</param>
/// <param name="Text">Its words, verbatim.</param>
public sealed record BlockSignal(DateTimeOffset At, string Counterparty, ReplyClass Read, string Text, RemoteReply Reply);
