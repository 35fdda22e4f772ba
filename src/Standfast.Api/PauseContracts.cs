namespace Standfast.Api;

/// <summary>One of credential, account, stream or all; or a source, a provider or both, or a campaign of an account, also together with one of the first three.</summary>
public sealed record PauseRequest(string Reason = "")
{
    /// <summary>User name of a credential.</summary>
    public string? Credential { get; init; }

    public string? Account { get; init; }

    /// <summary>ACCOUNT/STREAM.</summary>
    public string? Stream { get; init; }

    /// <summary>Of an account or of one of its streams.</summary>
    public string? Campaign { get; init; }

    /// <summary>Name of an egress source.</summary>
    public string? Source { get; init; }

    /// <summary>Name of a provider, as "standfast state ls" shows it.</summary>
    public string? Provider { get; init; }

    /// <summary>Everything that is submitted.</summary>
    public bool All { get; init; }
}

/// <param name="Target">all, account:NAME, stream:ACCOUNT/NAME or credential:USER; of a way or a campaign its parts, such as "source=NAME provider=NAME".</param>
/// <param name="State">paused or held, or resuming while what it held is being released.</param>
/// <param name="HeldRecipients">Held by this request; null in lists.</param>
public sealed record PauseResponse(string Target, string Reason, string Actor, DateTimeOffset Since, string State, long? HeldRecipients);

public sealed record ResumeResponse(string Target, long ReleasedRecipients)
{
    /// <summary>open, or probing where a rule had paused it: one message decides, then it goes on in steps.</summary>
    public string State { get; init; } = "open";
}

/// <param name="HoldQueued">Also holds what the credential has submitted and is not sent yet, until "resume --credential".</param>
public sealed record RevocationRequest(string Reason = "", bool HoldQueued = false);

/// <param name="HeldRecipients">Held by this request; null where none was asked for.</param>
public sealed record RevocationResponse(string UserName, DateTimeOffset RevokedAt, long? HeldRecipients);
