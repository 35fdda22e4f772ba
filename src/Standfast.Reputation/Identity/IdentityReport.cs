using System.Net;
using Standfast.Mail;

namespace Standfast.Reputation.Identity;

/// <summary>How an address is named, seen from outside (RFC 1912 §2.1, RFC 5321 §4.1.4, RFC 8601 §2.7.3 "iprev").</summary>
/// <param name="Names">Of its PTR records, in alphabetical order.</param>
/// <param name="Confirmed">Those that lead back to it.</param>
/// <param name="Unknown">What could not be looked up just now, one sentence; null where all could.</param>
/// <param name="NamedSince">When its names were first seen as they are; null before that.</param>
public sealed record IdentityReport(
    IPAddress Address, IReadOnlyList<string> Sources, DomainName HeloName, IReadOnlyList<string> Names, IReadOnlyList<string> Confirmed, IReadOnlyList<IdentityFinding> Findings, string? Unknown,
    DateTimeOffset CheckedAt, DateTimeOffset? NamedSince);
