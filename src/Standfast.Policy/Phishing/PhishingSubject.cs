using Standfast.Policy.Content;

namespace Standfast.Policy.Phishing;

/// <summary>What is looked at of a message.</summary>
/// <param name="FromHost">Domain of the From address, as on the wire.</param>
/// <param name="FromName">Display name of From, decoded; empty where it has none.</param>
/// <param name="RecipientHosts">Domains written to.</param>
/// <param name="IsOwn">Whether a registered name is the sender's: that of From, or another of the account.</param>
public sealed record PhishingSubject(string FromHost, string FromName, MessageView View, IReadOnlyCollection<string> RecipientHosts, Func<string, bool> IsOwn);
