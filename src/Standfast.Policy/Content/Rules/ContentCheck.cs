using Standfast.Policy.Checks;
using Standfast.Policy.Content.Listings;

namespace Standfast.Policy.Content.Rules;

/// <summary>The content rules as a check of the guard.</summary>
public sealed class ContentCheck(ContentScorer scorer, ContentOptions options, IDomainListing listing) : IMessageCheck
{
    public async ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken)
    {
        var seen = ContentMessage.Create(message.Content, message.View, message.Headers, !message.Stream.IsTransactional, message.Context.At);
        var report = seen.IsBulk ? scorer.Score(seen, await ListedLinks.FindAsync(seen.View, listing, cancellationToken)) : scorer.Score(seen);
        if (report.Worst is not { } worst) return null;
        GuardAction? action = report.Verdict switch
        {
            ContentVerdict.Refused => GuardAction.Refuse,
            ContentVerdict.Held => GuardAction.Hold,
            // Small faults are for "content check"; the log is for what may cost the owner his standing.
            _ => report.Score >= options.HoldScore ? GuardAction.Note : null,
        };
        return action is null ? null : new Finding(worst.Id, action.Value, worst.Where, worst.Reason, $"{worst.Fix} ({Sum(report)})");
    }

    private string Sum(ContentReport report)
    {
        var others = report.Findings.Skip(1).Where(finding => finding.Points > 0).Select(finding => finding.Id).Distinct().Take(4).ToList();
        return $"content score {report.Score}, refused from {options.RefuseScore}{(others.Count > 0 ? $"; also {string.Join(" ", others)}" : "")}; try \"content check\"";
    }
}
