using System.Text.Json.Serialization;

namespace Standfast.Api;

/// <param name="State">ready, full (no new mail for now) or failed (until a restart), with the reason.</param>
public sealed record StatusResponse(
    string Hostname, string Version, DateTimeOffset StartedAt, string State, string? Reason, long QueueMessages, long QueueActive, long QueueHeld,
    DateTimeOffset? OldestAcceptedAt, IReadOnlyDictionary<string, long> Events, SpoolResponse Spool);

public sealed record SpoolResponse(int Segments, long SizeBytes, long Messages, long DamagedRecords, long Syncs, long Appends)
{
    /// <summary>Allocated ahead for results while the disk is full.</summary>
    public long ReserveBytes { get; init; }

    /// <summary>What the file system still takes.</summary>
    public long FreeBytes { get; init; }

    public long FreeInodes { get; init; }

    public string FileSystem { get; init; } = "";

    /// <summary>Why the file system is no home for mail; null when it is one.</summary>
    public string? Warning { get; init; }
}

public sealed record AccountRequest(string Id);

public sealed record AccountResponse(string Id, DateTimeOffset CreatedAt);

public sealed record CredentialRequest(string Account, string? Description = null);

/// <param name="Secret">Only in the answer to its creation.</param>
public sealed record CredentialResponse(string UserName, string Account, string? Description, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, string? Secret);

/// <param name="Local">none, maildir, or lmtp:ENDPOINT.</param>
/// <param name="Sign">False sends the domain's mail without a DKIM signature.</param>
public sealed record DomainRequest(string Name, string Account, string Local = "none", bool Sign = true, IReadOnlyList<string>? Mailboxes = null);

public sealed record DomainResponse(string Name, string Account, DateTimeOffset CreatedAt, DateTimeOffset? VerifiedAt, string? DkimSelector, string Local, IReadOnlyList<string> Mailboxes);

public sealed record DnsRecordResponse(string Name, string Type, string Value, string Purpose, string? Found, bool? IsPublished);

public sealed record RecipientResponse(string Address, string Status, int Attempts, DateTimeOffset? NextAttempt);

public sealed record QueueEntryResponse(string Id, string Sender, string? Account, DateTimeOffset AcceptedAt, IReadOnlyList<RecipientResponse> Recipients);

/// <param name="Sender">Null when the record of the message cannot be read.</param>
public sealed record QuarantinedResponse(string Id, DateTimeOffset At, string? Sender, string? Account, string Reason);

/// <summary>At least one of id, account and domain, or all = true; and a reason.</summary>
public sealed record QueueActionRequest(string? Id = null, string? Account = null, string? Domain = null, bool All = false, string Reason = "");

public sealed record QueueActionResponse(int Recipients);

/// <param name="Event">accepted, attempted, delivered, deferred, bounced, expired, held, released, quarantined.</param>
public sealed record TimelineEntry(
    DateTimeOffset At, string Event, string? Recipient, string? Detail, int? Attempt, string? RemoteHost, string? RemoteAddress, string? Tls, string? Phase);

public sealed record MessageResponse(string Id, string State, string? Sender, string? Account, IReadOnlyList<RecipientResponse> Recipients, IReadOnlyList<TimelineEntry> Timeline);

/// <param name="Id">Grows from fact to fact; give the last one seen as "after" to go on from there.</param>
/// <param name="Kind">accepted, delivered, deferred, bounced, expired, held, released, quarantined.</param>
/// <param name="Attempt">Number of the try that the fact came of; null where there was none.</param>
public sealed record EventResponse(
    long Id, string Message, DateTimeOffset At, string Kind, string? Recipient, string? Sender, string? Account, string? Detail, int? Attempt, string? RemoteHost, string? RemoteAddress, string? Tls,
    string? Phase);

/// <param name="Events">Oldest first.</param>
/// <param name="NextAfter">The value of "after" for the next page. It stays good for later: an empty page means nothing new yet.</param>
public sealed record EventPage(IReadOnlyList<EventResponse> Events, long NextAfter);

/// <summary>RFC 9457, with a stable code.</summary>
public sealed record ProblemResponse(string Type, string Title, int Status, string Detail, string Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, MaxDepth = 32)]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(AccountRequest))]
[JsonSerializable(typeof(IReadOnlyList<AccountResponse>))]
[JsonSerializable(typeof(CredentialRequest))]
[JsonSerializable(typeof(IReadOnlyList<CredentialResponse>))]
[JsonSerializable(typeof(DomainRequest))]
[JsonSerializable(typeof(IReadOnlyList<DomainResponse>))]
[JsonSerializable(typeof(IReadOnlyList<DnsRecordResponse>))]
[JsonSerializable(typeof(IReadOnlyList<QueueEntryResponse>))]
[JsonSerializable(typeof(IReadOnlyList<QuarantinedResponse>))]
[JsonSerializable(typeof(QueueActionRequest))]
[JsonSerializable(typeof(QueueActionResponse))]
[JsonSerializable(typeof(MessageResponse))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(ProblemResponse))]
public sealed partial class ApiJson : JsonSerializerContext;
