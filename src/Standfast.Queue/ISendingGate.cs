using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>Asked before each attempt whether a message may still go out, and a recipient still be written to. Answers from memory, at once; may be called concurrently.</summary>
public interface ISendingGate
{
    /// <returns>Null when it may; else the reason, one sentence.</returns>
    string? WhySuppressed(Envelope envelope, EmailAddress recipient);

    /// <returns>Null when the message may go on; else the reason for which its waiting recipients are held, one sentence.</returns>
    string? WhyHeld(Envelope envelope) => null;

    /// <summary>Asked last: the message goes when the answer is null.</summary>
    /// <returns>Null when it may go now; else how long to leave it, without counting a try, and the reason.</returns>
    GateWait? WaitFor(Envelope envelope) => null;
}
