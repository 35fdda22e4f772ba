using System.Globalization;
using Standfast.Mail.Headers;
using Standfast.Policy.Spam;

namespace Standfast.Policy.Inbound;

/// <summary>The spam classifier of submitted mail, asked of received mail.</summary>
public sealed class ClassifierJudge(SpamClassifier classifier) : ISpamJudge
{
    public string? WhySpam(InboundMessage message)
    {
        var from = message.Headers.Find("From") is { } field && FromHeader.TryParse(message.Headers.Value(field), out var address, out _) ? address.Domain.Value : "";
        var reply = message.Headers.Find("Reply-To") is { } other && FromHeader.TryParse(message.Headers.Value(other), out var answer, out _) ? answer.Domain.Value : null;
        var verdict = classifier.Judge(new SpamSubject(message.View, from, reply));
        return verdict.Kind == SpamKind.Clean ? null : $"reads like spam to {(100 * Math.Min(verdict.Probability, 0.999)).ToString("F1", CultureInfo.InvariantCulture)} %";
    }
}
