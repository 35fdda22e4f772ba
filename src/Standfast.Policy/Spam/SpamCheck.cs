using Standfast.Mail.Headers;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Spam;

/// <summary>Holds what is spam beyond reasonable doubt, and notes what looks like it. A minimal message is never judged.</summary>
public sealed class SpamCheck(SpamClassifier classifier) : IMessageCheck
{
    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken)
    {
        var verdict = Judge(message);
        if (verdict.Kind == SpamKind.Clean) return default;
        var rule = $"reads like spam to {100 * Math.Min(verdict.Probability, 0.999):F1} %";
        return new(
            verdict.Kind == SpamKind.Certain
                ? new Finding("SF-5001", GuardAction.Hold, "the message", rule, "it is kept until you release it; \"standfast spam learn FILE --as ham\" teaches the server that such mail is yours")
                : new Finding("SF-5002", GuardAction.Note, "the message", rule, "\"standfast spam check FILE\" shows which words make it so"));
    }

    /// <summary>More likely spam than not.</summary>
    public bool ReadsLikeSpam(SubmittedMessage message) => Judge(message).Kind >= SpamKind.Likely;

    private SpamVerdict Judge(SubmittedMessage message) => classifier.Judge(new SpamSubject(message.View, message.From.Domain.Value, ReplyHostOf(message.Headers)));

    /// <summary>Domain that answers go to; null where Reply-To is missing or unreadable.</summary>
    private static string? ReplyHostOf(HeaderSection headers) =>
        headers.Find("Reply-To") is { } field && FromHeader.TryParse(headers.Value(field), out var address, out _) ? address.Domain.Value : null;
}
