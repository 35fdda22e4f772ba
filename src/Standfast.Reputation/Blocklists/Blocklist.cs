using System.Collections.Immutable;
using System.Net;
using Standfast.Mail;

namespace Standfast.Reputation.Blocklists;

/// <summary>A list in the DNS (RFC 5782), as data/blocklists describes it.</summary>
/// <param name="Id">Short name, such as "spamcop".</param>
/// <param name="Tier">1 blocks mail at many receivers, 2 is heeded by some, 3 is only shown.</param>
public sealed record Blocklist(string Id, DomainName Zone, string Operator, ListingSubjects About, int Tier)
{
    /// <summary>To be on it is good.</summary>
    public bool IsAllowList { get; init; }

    public ListAccess Access { get; init; }

    /// <summary>The zone for those who have a key, with the key in the place of <see cref="KeyMark"/>; null where there is none.</summary>
    public string? KeyedZone { get; init; }

    public ImmutableArray<ReturnCode> Codes { get; init; } = [];

    /// <summary>Between two questions about one address or domain, at least.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Questions a day; null for no stated number.</summary>
    public int? Daily { get; init; }

    /// <summary>Points that must be listed, one of them at least; empty where the operator keeps none (RFC 5782 §5).</summary>
    public ImmutableArray<string> Listed { get; init; } = [];

    /// <summary>Points that must not be listed, none of them.</summary>
    public ImmutableArray<string> Unlisted { get; init; } = [];

    /// <summary>Words in replies of receivers that ask this list, in lower case.</summary>
    public ImmutableArray<string> Quoted { get; init; } = [];

    /// <summary>Page where a removal is asked for.</summary>
    public string Removal { get; init; } = "";

    /// <summary>What the operator wants before an entry goes away.</summary>
    public string Procedure { get; init; } = "";

    /// <summary>When entries go away by themselves.</summary>
    public string Expiry { get; init; } = "";

    /// <summary>Who may ask, and how.</summary>
    public string Rules { get; init; } = "";

    /// <summary>What <see cref="KeyedZone"/> holds for the key.</summary>
    public const string KeyMark = "KEY";

    public bool Covers(ListingSubject subject) => (About & subject.Kind) != 0;

    /// <summary>The codes that match, errors first; empty for an answer that is not described.</summary>
    public IReadOnlyList<ReturnCode> Meanings(IPAddress answer) => [.. Codes.Where(code => code.Matches(answer)).OrderBy(code => code.Severity != ListingSeverity.Error)];
}
