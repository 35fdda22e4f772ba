using Standfast.Mail;

namespace Standfast.MailAuth.Dkim;

/// <summary>Finds the signing key of a domain. May be called concurrently; answers from memory.</summary>
public interface IDkimKeys
{
    /// <summary>Null when mail of this domain goes unsigned by the owner's choice.</summary>
    /// <exception cref="DkimKeyUnavailableException">The domain is to be signed and its key cannot be read: mail must wait, not go unsigned.</exception>
    DkimKey? Find(DomainName domain);
}

public sealed class DkimKeyUnavailableException : Exception
{
    public DkimKeyUnavailableException(string message) : base(message) { }
    public DkimKeyUnavailableException() { }
    public DkimKeyUnavailableException(string message, Exception innerException) : base(message, innerException) { }
}
