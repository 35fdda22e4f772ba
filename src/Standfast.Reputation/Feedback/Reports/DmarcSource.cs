namespace Standfast.Reputation.Feedback.Reports;

/// <summary>What all reports of a time say of one address that sends mail with a domain of ours in From.</summary>
/// <param name="Passed">Messages that passed DMARC.</param>
/// <param name="DkimPassed">With an aligned signature.</param>
/// <param name="SpfPassed">With an aligned SPF result.</param>
/// <param name="Refused">Messages that were rejected or quarantined.</param>
/// <param name="Reporters">How many organizations saw it.</param>
/// <param name="SpfDomain">Of the return path, as most messages had it.</param>
public sealed record DmarcSource(
    string Domain, string SourceIp, string HeaderFrom, long Messages, long Passed, long DkimPassed, long SpfPassed, long Refused, int Reporters, string? DkimDomain, string? SpfDomain, DateTimeOffset LastSeen);
