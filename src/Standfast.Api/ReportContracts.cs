namespace Standfast.Api;

/// <param name="Kind">dmarc, tls, snds, postmaster, feedback or none.</param>
/// <param name="Added">Reports or rows that are kept now and were not before.</param>
public sealed record ReportImportResponse(string Kind, int Added, string Text);

/// <summary>What all DMARC reports of a time say of one address that sends mail with a domain of ours in From.</summary>
/// <param name="Passed">Messages that passed DMARC.</param>
/// <param name="DkimPassed">With an aligned signature.</param>
/// <param name="SpfPassed">With an aligned SPF result.</param>
/// <param name="Refused">Messages that were rejected or quarantined.</param>
/// <param name="Reporters">How many organizations saw it.</param>
public sealed record DmarcSourceResponse(
    string Domain, string SourceIp, string HeaderFrom, long Messages, long Passed, long DkimPassed, long SpfPassed, long Refused, int Reporters, string? DkimDomain, string? SpfDomain, DateTimeOffset LastSeen);

/// <summary>One aggregate report of DMARC.</summary>
/// <param name="Origin">Whom it came from; anybody can send one.</param>
/// <param name="Truncated">It had more rows than are kept.</param>
public sealed record DmarcReportResponse(
    string Domain, string Organization, string ReportId, DateTimeOffset Begin, DateTimeOffset End, DateTimeOffset ReceivedAt, string Origin, string? Policy, long Messages, long Passed, bool Truncated);

/// <summary>What one report says of TLS to one domain of ours.</summary>
public sealed record TlsReportResponse(
    string Domain, string Organization, string ReportId, DateTimeOffset Begin, DateTimeOffset End, DateTimeOffset ReceivedAt, string Origin, string PolicyType, long Successful, long Failed,
    IReadOnlyList<TlsFailureResponse> Failures);

/// <param name="ResultType">Such as certificate-expired (RFC 8460 section 4.3).</param>
public sealed record TlsFailureResponse(string ResultType, long Sessions, string? MxHost, string? ReceivingIp, string? SendingIp, string? Reason);

/// <summary>What Microsoft saw of one address on one day.</summary>
/// <param name="Filter">green, yellow or red.</param>
/// <param name="ComplaintRate">Upper bound, 0 to 1.</param>
/// <param name="Blocked">Whether the last "IP status" export says that it is blocked; null without one.</param>
public sealed record SndsResponse(
    string Ip, DateTimeOffset Begin, DateTimeOffset End, long RcptCommands, long DataCommands, long Recipients, string Filter, double? ComplaintRate, long TrapHits, string? Comments, bool? Blocked);

/// <summary>One number or word that Google says of a domain on a day.</summary>
public sealed record PostmasterResponse(string Domain, DateOnly Day, string Metric, double? Value, string? Text);
