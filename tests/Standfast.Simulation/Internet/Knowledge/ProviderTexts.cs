namespace Standfast.Simulation.Internet.Knowledge;

/// <summary>Replies of a provider, word for word, with {ip}, {domain}, {recipient} and {list} where a real one names ours.</summary>
internal sealed record ProviderTexts(
    string NoSuchUser, string SlowedIp, string SlowedDomain, string BlockedIp, string BlockedDomain, string Spam, string Malware, string Unauthenticated, string Listed);
