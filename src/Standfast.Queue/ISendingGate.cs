using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>Asked before each attempt whether a message may still go out, and a recipient still be written to. Answers from memory, at once; may be called concurrently.</summary>
public interface ISendingGate
{
    /// <returns>Null when it may; else the reason, one sentence.</returns>
    string? WhySuppressed(Envelope envelope, EmailAddress recipient);

    /// <returns>Null when the message may go on; else the reason for which its waiting recipients are held, one sentence.</returns>
    string? WhyHeld(Envelope envelope) => null;
}
