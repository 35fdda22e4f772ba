namespace Standfast.Policy.Consent;

/// <summary>What a check of a list found.</summary>
/// <param name="Records">Entries of the list.</param>
/// <param name="Addresses">Different ones among them that are addresses.</param>
/// <param name="Dead">Records that no mail reaches: no addresses, domains without mail, known to be dead.</param>
/// <param name="Domains">Different domains.</param>
/// <param name="DomainsUnanswered">Of those looked up, how many the DNS gave no answer for: they count for nothing.</param>
/// <param name="DomainsSkipped">How many were not looked up, because there are more than a check looks up.</param>
public sealed record ListReport(ListVerdict Verdict, long Records, long Addresses, long Dead, long Domains, long DomainsUnanswered, long DomainsSkipped, IReadOnlyList<ListFinding> Findings);
