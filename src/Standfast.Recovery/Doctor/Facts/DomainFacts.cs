using Standfast.Accounts;

namespace Standfast.Recovery.Doctor.Facts;

/// <param name="DkimRecord">What is to be published for its key; null where there is no key.</param>
public sealed record DomainFacts(SenderDomain Domain, string? DkimRecord);
