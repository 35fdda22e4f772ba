namespace Standfast.Mail.ReturnPaths;

/// <summary>What a return path of ours says: a message, and of its recipients one or none.</summary>
public readonly record struct ReturnPathClaim
{
    private readonly uint _fingerprint;

    internal ReturnPathClaim(SpoolId message, uint fingerprint)
    {
        Message = message;
        _fingerprint = fingerprint;
    }

    public SpoolId Message { get; }

    /// <summary>False where the transaction was for several recipients: which of them it is about, only the report says.</summary>
    public bool NamesRecipient => _fingerprint != 0;

    public bool IsFor(EmailAddress recipient) => _fingerprint == ReturnPathSigner.Fingerprint(recipient);
}
