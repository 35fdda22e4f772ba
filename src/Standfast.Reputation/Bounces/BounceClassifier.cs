using Standfast.Reputation.Classification;

namespace Standfast.Reputation.Bounces;

/// <summary>Classifies what a report says of one recipient.</summary>
public static class BounceClassifier
{
    /// <param name="reportingMta">Of the report; its provider counts where the recipient's line names no other host.</param>
    public static ReplyClass Classify(IReplyClassifier classifier, BouncedRecipient recipient, string? reportingMta)
    {
        var provider = recipient.RemoteMta ?? reportingMta;
        var told = classifier.Classify(WithPhase(WithStatus(recipient.Diagnostic, recipient), recipient.Explanation), provider);
        var isTold = recipient.Diagnostic.Length > 0;
        // First what is said of this recipient, then all that is said; what was read from a code stands until a rule knows better.
        foreach (var text in (ReadOnlySpan<string>)[recipient.Explanation, recipient.Notice])
        {
            // A status without a text says less than the text for people.
            if (told.IsCertain && isTold) break;
            if (text.Length == 0) continue;
            var explained = classifier.Classify(text, provider);
            isTold |= explained.IsCertain;
            if (explained.IsCertain || (told.RuleId is "none" && explained.RuleId is not "none")) told = explained;
        }

        return told with { IsTemporary = recipient.Action == BounceAction.Delayed || recipient.Status?.Class == 4 || told.IsTemporary };
    }

    /// <summary>A diagnostic text without codes gets the status in front.</summary>
    private static string WithStatus(string diagnostic, BouncedRecipient recipient) =>
        recipient.Status is { } status && !diagnostic.Contains(status.ToString(), StringComparison.Ordinal) && ReplyText.IndexOfReply(diagnostic) < 0 ? $"{status} {diagnostic}" : diagnostic;

    /// <summary>When it was said often stands only in the text for people: "(in reply to end of DATA command)".</summary>
    private static string WithPhase(string diagnostic, string explanation) =>
        diagnostic.Length > 0 && SpokenPhase.WordsIn(diagnostic).Length == 0 && SpokenPhase.WordsIn(explanation) is { Length: > 0 } words ? $"{diagnostic} ({words} command)" : diagnostic;
}
