using Standfast.Mail;
using Standfast.Mail.Headers;

namespace Standfast.Policy.Checks;

/// <summary>Changes the body of a message that passed, before it is signed. Its header stays as it is. May be called concurrently.</summary>
public interface IBodyRewriter
{
    /// <summary>Asked when the header is known. False for most mail, which is then not held in RAM for it.</summary>
    bool Wants(AccountId account, StreamName stream, IReadOnlyList<EmailAddress> recipients, HeaderSection headers);

    /// <returns>The new body, with CRLF line ends of at most 998 octets each; null where it stays as it is.</returns>
    byte[]? Rewrite(SubmittedMessage message);
}
