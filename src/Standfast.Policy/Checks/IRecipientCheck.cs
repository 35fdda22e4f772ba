using Standfast.Mail;

namespace Standfast.Policy.Checks;

/// <summary>Asked at each RCPT. Answers from memory, at once; may be called concurrently. The stream is not known yet.</summary>
public interface IRecipientCheck
{
    /// <returns>Null when the recipient may be named; else a finding that refuses or defers this recipient alone.</returns>
    Finding? Check(SubmissionContext context, EmailAddress recipient);
}
