namespace Standfast.Api;

/// <summary>What a domain wants of mail to it; null leaves a part as it is.</summary>
/// <param name="Domain">A local domain, or * for all that have no policy of their own.</param>
/// <param name="Dnsbl">off, tag, quarantine or refuse: about clients on a list of inbound.dnsbl.</param>
/// <param name="Malware">off, tag, quarantine or refuse: about programs, macros and viruses.</param>
/// <param name="Spam">off, tag, quarantine or refuse: about spam and what cannot be looked into.</param>
/// <param name="Greylisting">Unknown senders are asked to come back.</param>
public sealed record InboundPolicyRequest(string Domain, string? Dnsbl = null, string? Malware = null, string? Spam = null, bool? Greylisting = null);
