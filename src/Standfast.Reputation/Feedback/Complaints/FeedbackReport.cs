using System.Net;
using Standfast.Reputation.Feedback.Parts;

namespace Standfast.Reputation.Feedback.Complaints;

/// <summary>A feedback report (ARF, RFC 5965), or what a provider sends in its place. All of it is the word of whoever sent it.</summary>
public sealed record FeedbackReport(FeedbackType Type)
{
    /// <summary>Values of one field that are kept; ours.</summary>
    public const int MaxValues = 100;

    /// <summary>As the report writes it.</summary>
    public string TypeName { get; init; } = "";

    /// <summary>How it was known for a report: "arf", or the name of a source in data/feedback.</summary>
    public string Format { get; init; } = "arf";

    public string? UserAgent { get; init; }

    public string? Version { get; init; }

    public string? OriginalEnvelopeId { get; init; }

    /// <summary>Without angle brackets; "" for the null reverse path.</summary>
    public string? OriginalMailFrom { get; init; }

    /// <summary>Without angle brackets; often redacted.</summary>
    public IReadOnlyList<string> OriginalRecipients { get; init; } = [];

    /// <summary>When the message had come.</summary>
    public DateTimeOffset? ArrivalDate { get; init; }

    public string? ReportingMta { get; init; }

    public IPAddress? SourceIp { get; init; }

    public int? SourcePort { get; init; }

    /// <summary>How many complaints it stands for; at least 1.</summary>
    public int Incidents { get; init; } = 1;

    public IReadOnlyList<string> AuthenticationResults { get; init; } = [];

    public IReadOnlyList<string> ReportedDomains { get; init; } = [];

    public IReadOnlyList<string> ReportedUris { get; init; } = [];

    public IReadOnlyList<string> RemovalRecipients { get; init; } = [];

    /// <summary>Null unless the report is of that type.</summary>
    public AuthenticationFailure? Failure { get; init; }

    /// <summary>Address of the From field of the report itself; null where there is none.</summary>
    public string? Reporter { get; init; }

    /// <summary>Header of the message that it is about, as it came back; empty where none did.</summary>
    public PartFields Returned { get; init; } = PartFields.None;

    /// <summary>RFC 9477 §3.2: what the sender wrote to know the message by.</summary>
    public string? CfblFeedbackId => Returned["CFBL-Feedback-ID"];

    /// <summary>The message's own, without angle brackets.</summary>
    public string? ReturnedMessageId => Returned["Message-ID"]?.Trim(' ', '<', '>');

    /// <summary>The recipient's will to get no more of it.</summary>
    public bool IsComplaint => Type is FeedbackType.Abuse or FeedbackType.Fraud or FeedbackType.OptOut;
}
