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

    /// <summary>Octets that undone messages need, of all; null where no server runs that knows.</summary>
    public long? LiveBytes { get; init; }
}

/// <param name="DamagedRanges">Unreadable octets with good records after them. 0 is a sound spool.</param>
public sealed record SpoolVerificationResponse(int Segments, long SizeBytes, long Records, long Messages, long Undone, long DamagedRanges);

/// <param name="Folder">Absolute, on the server's machine; it must not exist yet, or be empty.</param>
public sealed record SpoolBackupRequest(string Folder);

/// <param name="At">All that was acknowledged before is in it.</param>
/// <param name="DamagedRanges">Damage of the spool that the backup has too.</param>
public sealed record SpoolBackupResponse(string Folder, DateTimeOffset At, int Segments, long SizeBytes, long Messages, long Undone, long DamagedRanges);

/// <param name="BackedUpAt">What was delivered after it may have been restored as undelivered.</param>
/// <param name="Ended">Recipients that the event log knows to have ended after the backup.</param>
/// <param name="Held">Recipients that wait for a release.</param>
/// <param name="Queued">Recipients that are sent once a server runs.</param>
/// <param name="Replaced">Where the spool is now that was there before.</param>
public sealed record SpoolRestoreResponse(DateTimeOffset BackedUpAt, long Messages, long Ended, long Held, long Queued, string? Replaced, string Next);

public sealed record AccountRequest(string Id);

public sealed record AccountResponse(string Id, DateTimeOffset CreatedAt);

/// <param name="Local">none, maildir, or lmtp:ENDPOINT.</param>
/// <param name="Sign">False sends the domain's mail without a DKIM signature.</param>
public sealed record DomainRequest(string Name, string Account, string Local = "none", bool Sign = true, IReadOnlyList<string>? Mailboxes = null);

public sealed record DomainResponse(string Name, string Account, DateTimeOffset CreatedAt, DateTimeOffset? VerifiedAt, string? DkimSelector, string Local, IReadOnlyList<string> Mailboxes);

public sealed record DnsRecordResponse(string Name, string Type, string Value, string Purpose, string? Found, bool? IsPublished);

/// <param name="Route">The host it was rerouted to; null for the usual way.</param>
public sealed record RecipientResponse(string Address, string Status, int Attempts, DateTimeOffset? NextAttempt, string? Route = null);

public sealed record QueueEntryResponse(string Id, string Sender, string? Account, DateTimeOffset AcceptedAt, IReadOnlyList<RecipientResponse> Recipients, string Stream, string? Campaign);

/// <param name="Sender">Null when the record of the message cannot be read.</param>
public sealed record QuarantinedResponse(string Id, DateTimeOffset At, string? Sender, string? Account, string Reason);

/// <summary>How one site is spoken to from one source.</summary>
/// <param name="Site">Its MX hosts.</param>
/// <param name="Provider">Name of the profile that its limits come from.</param>
/// <param name="State">open, limited, slowed, suspended or down.</param>
/// <param name="Breaker">closed: it answers; open: nothing is tried until the time given; half_open: one connection decides.</param>
/// <param name="RatePerSecond">Transactions; null while no limit is known.</param>
/// <param name="Until">When the state changes by itself, as far as known.</param>
/// <param name="WarmupDay">Day of the source's warm-up plan at the provider, from 1; null where it is warm.</param>
/// <param name="WarmupLeft">Recipients left of that day.</param>
public sealed record SiteResponse(
    string Site, string Provider, string Pool, string Source, string State, string Breaker, int Connections, int ConnectionsAllowed, double? RatePerSecond, int MessagesPerConnection, int RecipientsPerMessage,
    bool RequiresTls, string? Reason, DateTimeOffset? Until, int? WarmupDay, int? WarmupLeft);

/// <summary>At least one condition, or all = true; all conditions given must hold. And a reason.</summary>
public sealed record QueueActionRequest(string? Id = null, string? Account = null, string? Domain = null, bool All = false, string Reason = "")
{
    /// <summary>User name of the credential that submitted it.</summary>
    public string? Credential { get; init; }

    public string? Stream { get; init; }

    public string? Campaign { get; init; }

    /// <summary>Address of a recipient.</summary>
    public string? Recipient { get; init; }

    /// <summary>Envelope sender.</summary>
    public string? Sender { get; init; }

    /// <summary>A host that the recipients' mail goes to, or a domain above it, such as google.com.</summary>
    public string? Site { get; init; }

    /// <summary>Accepted longer ago than this: 90s, 10m, 4h, 2d.</summary>
    public string? OlderThan { get; init; }

    /// <summary>queued or held.</summary>
    public string? Status { get; init; }

    /// <summary>Only counts, and changes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Only of reroute: HOST or HOST:PORT, or none for the usual way.</summary>
    public string? To { get; init; }
}

/// <summary>How much was changed, or would be where it was a dry run.</summary>
public sealed record QueueActionResponse(long Messages, long Recipients, bool DryRun);

/// <param name="Event">accepted, attempted, delivered, deferred, bounced, expired, held, released, quarantined, rerouted, returned, suppressed, undelivered, complained, unsubscribed, opened, clicked.</param>
public sealed record TimelineEntry(
    DateTimeOffset At, string Event, string? Recipient, string? Detail, int? Attempt, string? RemoteHost, string? RemoteAddress, string? Tls, string? Phase);

public sealed record MessageResponse(string Id, string State, string? Sender, string? Account, IReadOnlyList<RecipientResponse> Recipients, IReadOnlyList<TimelineEntry> Timeline);

/// <param name="Id">Grows from fact to fact; give the last one seen as "after" to go on from there.</param>
/// <param name="Kind">accepted, delivered, deferred, bounced, expired, held, released, quarantined, rerouted, returned, suppressed, undelivered, complained, unsubscribed, opened, clicked.</param>
/// <param name="Attempt">Number of the try that the fact came of; null where there was none.</param>
/// <param name="Source">Name of the egress source.</param>
/// <param name="Provider">Name of the mailbox provider, or of the site where it is none that we know.</param>
public sealed record EventResponse(
    long Id, string Message, DateTimeOffset At, string Kind, string? Recipient, string? Sender, string? Account, string? Detail, int? Attempt, string? RemoteHost, string? RemoteAddress, string? Tls,
    string? Phase, string? Source = null, string? Provider = null);

/// <param name="Events">Oldest first.</param>
/// <param name="NextAfter">The value of "after" for the next page. It stays good for later: an empty page means nothing new yet.</param>
public sealed record EventPage(IReadOnlyList<EventResponse> Events, long NextAfter);

/// <summary>RFC 9457, with a stable code.</summary>
public sealed record ProblemResponse(string Type, string Title, int Status, string Detail, string Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, MaxDepth = 32)]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(SpoolResponse))]
[JsonSerializable(typeof(SpoolVerificationResponse))]
[JsonSerializable(typeof(SpoolBackupRequest))]
[JsonSerializable(typeof(SpoolBackupResponse))]
[JsonSerializable(typeof(SpoolRestoreResponse))]
[JsonSerializable(typeof(AccountRequest))]
[JsonSerializable(typeof(IReadOnlyList<AccountResponse>))]
[JsonSerializable(typeof(CredentialRequest))]
[JsonSerializable(typeof(IReadOnlyList<CredentialResponse>))]
[JsonSerializable(typeof(DomainRequest))]
[JsonSerializable(typeof(IReadOnlyList<DomainResponse>))]
[JsonSerializable(typeof(IReadOnlyList<DnsRecordResponse>))]
[JsonSerializable(typeof(IReadOnlyList<QueueEntryResponse>))]
[JsonSerializable(typeof(IReadOnlyList<QuarantinedResponse>))]
[JsonSerializable(typeof(IReadOnlyList<SiteResponse>))]
[JsonSerializable(typeof(ContentReportResponse))]
[JsonSerializable(typeof(IReadOnlyList<ScannerResponse>))]
[JsonSerializable(typeof(IReadOnlyList<DnsblZoneResponse>))]
[JsonSerializable(typeof(InboundPolicyRequest))]
[JsonSerializable(typeof(IReadOnlyList<InboundPolicyResponse>))]
[JsonSerializable(typeof(IReadOnlyList<StateResponse>))]
[JsonSerializable(typeof(IReadOnlyList<StateDetailResponse>))]
[JsonSerializable(typeof(IReadOnlyList<IncidentResponse>))]
[JsonSerializable(typeof(IReadOnlyList<IncidentDetailResponse>))]
[JsonSerializable(typeof(IncidentDetailResponse))]
[JsonSerializable(typeof(IncidentRequest))]
[JsonSerializable(typeof(IncidentNoteRequest))]
[JsonSerializable(typeof(ReinstatementResponse))]
[JsonSerializable(typeof(ReinstatementOverride))]
[JsonSerializable(typeof(IncidentNoticeRequest))]
[JsonSerializable(typeof(IncidentMarkRequest))]
[JsonSerializable(typeof(IncidentCauseRequest))]
[JsonSerializable(typeof(StepSignatureRequest))]
[JsonSerializable(typeof(StepOverrideRequest))]
[JsonSerializable(typeof(IReadOnlyList<ListingResponse>))]
[JsonSerializable(typeof(IReadOnlyList<BlocklistResponse>))]
[JsonSerializable(typeof(IReadOnlyList<ListingCheckResponse>))]
[JsonSerializable(typeof(IReadOnlyList<IdentityResponse>))]
[JsonSerializable(typeof(DoctorResponse))]
[JsonSerializable(typeof(FirewallResponse))]
[JsonSerializable(typeof(QueueActionRequest))]
[JsonSerializable(typeof(QueueActionResponse))]
[JsonSerializable(typeof(MessageResponse))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(IReadOnlyList<SenderResponse>))]
[JsonSerializable(typeof(SenderDetailResponse))]
[JsonSerializable(typeof(SenderActionRequest))]
[JsonSerializable(typeof(SenderActionResponse))]
[JsonSerializable(typeof(AlertResponse))]
[JsonSerializable(typeof(IReadOnlyList<AuditEntryResponse>))]
[JsonSerializable(typeof(AuditVerificationResponse))]
[JsonSerializable(typeof(PauseRequest))]
[JsonSerializable(typeof(IReadOnlyList<PauseResponse>))]
[JsonSerializable(typeof(ResumeResponse))]
[JsonSerializable(typeof(RevocationRequest))]
[JsonSerializable(typeof(RevocationResponse))]
[JsonSerializable(typeof(SpamCheckRequest))]
[JsonSerializable(typeof(SpamCheckResponse))]
[JsonSerializable(typeof(SpamFeedbackRequest))]
[JsonSerializable(typeof(SpamFeedbackResponse))]
[JsonSerializable(typeof(UserRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(IReadOnlyList<UserResponse>))]
[JsonSerializable(typeof(TotpRequest))]
[JsonSerializable(typeof(TotpResponse))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginResponse))]
[JsonSerializable(typeof(ReportImportResponse))]
[JsonSerializable(typeof(IReadOnlyList<DmarcSourceResponse>))]
[JsonSerializable(typeof(IReadOnlyList<DmarcReportResponse>))]
[JsonSerializable(typeof(IReadOnlyList<TlsReportResponse>))]
[JsonSerializable(typeof(IReadOnlyList<SndsResponse>))]
[JsonSerializable(typeof(IReadOnlyList<PostmasterResponse>))]
[JsonSerializable(typeof(ProblemResponse))]
[JsonSerializable(typeof(SuppressionRequest))]
[JsonSerializable(typeof(SuppressionResponse))]
[JsonSerializable(typeof(IReadOnlyList<SuppressionResponse>))]
[JsonSerializable(typeof(SuppressionUndoRequest))]
[JsonSerializable(typeof(SuppressionRemovalResponse))]
[JsonSerializable(typeof(SuppressionImportResponse))]
[JsonSerializable(typeof(ConsentAddRequest))]
[JsonSerializable(typeof(IReadOnlyList<ConsentResponse>))]
[JsonSerializable(typeof(ConfirmationRequest))]
[JsonSerializable(typeof(ConfirmationResponse))]
[JsonSerializable(typeof(ConsentImportResponse))]
[JsonSerializable(typeof(ListCheckResponse))]
[JsonSerializable(typeof(LinkKeyResponse))]
[JsonSerializable(typeof(ClassifyRequest))]
[JsonSerializable(typeof(ReplyClassResponse))]
[JsonSerializable(typeof(IReadOnlyList<UnknownReplyResponse>))]
[JsonSerializable(typeof(IReadOnlyList<EngagementResponse>))]
[JsonSerializable(typeof(ExplanationResponse))]
[JsonSerializable(typeof(LimitRequest))]
[JsonSerializable(typeof(PlanRequest))]
[JsonSerializable(typeof(PlanResponse))]
[JsonSerializable(typeof(LimitRampRequest))]
[JsonSerializable(typeof(IReadOnlyList<LimitResponse>))]
[JsonSerializable(typeof(StatisticsResponse))]
[JsonSerializable(typeof(IReadOnlyList<AnomalyResponse>))]
[JsonSerializable(typeof(IReadOnlyList<LimitStandingResponse>))]
public sealed partial class ApiJson : JsonSerializerContext;
