namespace Standfast.Api;

/// <summary>One of credential, account, stream or all.</summary>
public sealed record PauseRequest(string Reason = "")
{
    /// <summary>User name of a credential.</summary>
    public string? Credential { get; init; }

    public string? Account { get; init; }

    /// <summary>ACCOUNT/STREAM.</summary>
    public string? Stream { get; init; }

    /// <summary>Everything that is submitted.</summary>
    public bool All { get; init; }
}

/// <param name="Target">all, account:NAME, stream:ACCOUNT/NAME or credential:USER.</param>
/// <param name="State">paused, or resuming while what it held is being released.</param>
/// <param name="HeldRecipients">Held by this request; null in lists.</param>
public sealed record PauseResponse(string Target, string Reason, string Actor, DateTimeOffset Since, string State, long? HeldRecipients);

public sealed record ResumeResponse(string Target, long ReleasedRecipients);

/// <param name="HoldQueued">Also holds what the credential has submitted and is not sent yet, until "resume --credential".</param>
public sealed record RevocationRequest(string Reason = "", bool HoldQueued = false);

/// <param name="HeldRecipients">Held by this request; null where none was asked for.</param>
public sealed record RevocationResponse(string UserName, DateTimeOffset RevokedAt, long? HeldRecipients);
