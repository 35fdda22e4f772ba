using System.Net;

namespace Standfast.Reputation.Feedback.Dmarc;

/// <summary>Messages of one source that were judged alike.</summary>
/// <param name="Count">0 to 10^12.</param>
public sealed record DmarcRecord(IPAddress? SourceIp, long Count)
{
    /// <summary>none, quarantine, reject, or pass (RFC 9990).</summary>
    public string Disposition { get; init; } = "";

    /// <summary>DKIM, aligned: pass or fail.</summary>
    public string Dkim { get; init; } = "";

    /// <summary>SPF, aligned: pass or fail.</summary>
    public string Spf { get; init; } = "";

    /// <summary>Why something else was done than the policy says, as TYPE or TYPE: COMMENT; at most 10.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    public string HeaderFrom { get; init; } = "";

    public string? EnvelopeFrom { get; init; }

    public string? EnvelopeTo { get; init; }

    /// <summary>At most 20.</summary>
    public IReadOnlyList<DmarcAuthResult> DkimResults { get; init; } = [];

    /// <summary>At most 20.</summary>
    public IReadOnlyList<DmarcAuthResult> SpfResults { get; init; } = [];

    /// <summary>It passed DMARC: one of both was aligned.</summary>
    public bool Passes => Dkim == "pass" || Spf == "pass";
}
