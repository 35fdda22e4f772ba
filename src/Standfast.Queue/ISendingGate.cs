using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>Asked before each attempt whether a recipient may still be written to. Answers from memory, at once; may be called concurrently.</summary>
public interface ISendingGate
{
    /// <returns>Null when it may; else the reason, one sentence.</returns>
    string? WhySuppressed(Envelope envelope, EmailAddress recipient);
}
