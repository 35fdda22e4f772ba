namespace Standfast.Api;

/// <param name="Id">User name of a credential, trusted:ACCOUNT, ACCOUNT/STREAM or ACCOUNT/STREAM/CAMPAIGN.</param>
/// <param name="State">normal, learning (no normal yet), slowed or held.</param>
/// <param name="Now">Messages of the last hour.</param>
/// <param name="Normal">Messages an hour, of this hour of the week.</param>
/// <param name="Peak">The most messages in an hour so far.</param>
/// <param name="Held">Messages that were accepted and held since.</param>
/// <param name="Reason">Why it is held, one sentence with numbers.</param>
public sealed record SenderResponse(string Id, string State, int? Now, double? Normal, double? Peak, int? Networks, long? Held, DateTimeOffset? Since, string? Finding, string? Reason);

/// <param name="Began">Mail accepted from then on is held.</param>
/// <param name="Numbers">Null for streams and campaigns.</param>
/// <param name="Samples">Of its last messages, the oldest first.</param>
/// <param name="Next">Commands that go on from here.</param>
public sealed record SenderDetailResponse(
    string Id, string State, string? Finding, string? Reason, DateTimeOffset? Since, DateTimeOffset? Began, long? Held, IReadOnlyList<SenderMeasureResponse> Numbers, string? ActiveHours,
    IReadOnlyList<string> NetworksNow, IReadOnlyList<string> KnownNetworks, IReadOnlyList<string> KnownSubjects, IReadOnlyList<MailSampleResponse> Samples, IReadOnlyList<string> Next);

/// <summary>One measure of the last hour beside what is normal.</summary>
public sealed record SenderMeasureResponse(string Measure, double Now, double? Normal, double? Peak);

public sealed record MailSampleResponse(DateTimeOffset At, string Network, string From, string Recipient, int Recipients, string Subject);

public sealed record SenderActionRequest(string Id, string Reason);

/// <param name="Messages">Released or ended.</param>
public sealed record SenderActionResponse(string Id, long Messages, string Next);

/// <summary>What stands in alerts.jsonl and goes to the webhook.</summary>
/// <param name="Kind">hold, warning or slow of a sender; incident or resolved.</param>
public sealed record AlertResponse(DateTimeOffset At, string Kind, string Finding, string Account, string Subject, string Text, string NextStep)
{
    /// <summary>Further ones of the same that this one summarises.</summary>
    public int Repeats { get; init; }
}
