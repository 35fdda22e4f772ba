namespace Standfast.Reputation.Classification;

/// <summary>One entry of data/replies: what a text means.</summary>
/// <param name="Pattern">Searched for in the reply as <see cref="ReplyText"/> makes it.</param>
/// <param name="Example">A reply that it is for.</param>
/// <param name="Source">Where this is from: an address mostly.</param>
public sealed record ReplyRule(
    string Id, string Provider, ReplyPattern Pattern, ReplyCause Cause, FaultScope Scope, FaultSeverity Severity, string Action, string Example, string Source, RuleEvidence Evidence)
{
    /// <summary>Holds for replies of others as well: the text is such that only this provider, or software that many use, says it.</summary>
    public bool IsGlobal { get; init; } = true;

    /// <summary>It knows little more than the codes: an enhanced code that says more goes before it, and the reply is collected as unknown.</summary>
    public bool IsVague { get; init; }

    /// <summary>Code and phrase of the example are documented, the line as a whole was not seen.</summary>
    public bool IsConstructed { get; init; }
}
