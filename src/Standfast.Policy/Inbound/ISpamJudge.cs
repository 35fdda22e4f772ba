namespace Standfast.Policy.Inbound;

/// <summary>Says by itself, without asking anybody, whether a message is spam or phishing. May be called concurrently.</summary>
public interface ISpamJudge
{
    /// <returns>Why it is, as the end of a sentence that begins with the message; null where it is none.</returns>
    string? WhySpam(InboundMessage message);
}
