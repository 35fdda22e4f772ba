namespace Standfast.Api;

/// <summary>What a domain wants of mail to it; * stands for all that have no policy of their own.</summary>
public sealed record InboundPolicyResponse(string Domain, string Dnsbl, string Malware, string Spam, bool Greylisting);
