namespace Standfast.Policy.Content.Rules;

/// <summary>Asks all content rules and sums up. May be called concurrently.</summary>
public sealed class ContentScorer
{
    /// <summary>Ours; a message that breaks more rules is no better known by them.</summary>
    private const int MaxFindings = 50;

    private readonly IContentRule[] _rules;
    private readonly ContentOptions _options;

    public ContentScorer(ContentLists lists, ContentOptions options)
    {
        _options = options;
        _rules =
        [
            new FromRules(lists, options), new SubjectRules(lists), new HeaderFieldRules(), new IdentityRules(lists), new StructureRules(), new BodyRules(), new BulkRules(lists), new LinkRules(lists), new AttachmentRules(lists),
        ];
    }

    public ContentReport Score(ContentMessage message) => Judge(message, Find(message));

    /// <summary>With what others found besides.</summary>
    public ContentReport Score(ContentMessage message, IEnumerable<ContentFinding> others)
    {
        var findings = Find(message);
        findings.AddRange(others);
        return Judge(message, findings);
    }

    private List<ContentFinding> Find(ContentMessage message)
    {
        var findings = new List<ContentFinding>();
        foreach (var rule in _rules) rule.Check(message, findings);
        return findings;
    }

    private ContentReport Judge(ContentMessage message, List<ContentFinding> findings)
    {
        if (findings.Count == 0) return new ContentReport(ContentVerdict.Clean, 0, []);
        var score = findings.Sum(finding => finding.Points);
        var isCertain = findings.Exists(finding => finding.IsCertain);
        var verdict = isCertain || (message.IsBulk && score >= _options.RefuseScore) ? ContentVerdict.Refused
            : message.IsBulk && score >= _options.HoldScore ? ContentVerdict.Held
            : ContentVerdict.Noted;
        return new ContentReport(verdict, score, [.. findings.OrderByDescending(finding => finding.IsCertain).ThenByDescending(finding => finding.Points).Take(MaxFindings)]);
    }
}
