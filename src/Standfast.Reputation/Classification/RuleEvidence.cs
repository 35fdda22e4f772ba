namespace Standfast.Reputation.Classification;

/// <summary>How we know what a reply means.</summary>
public enum RuleEvidence
{
    /// <summary>General knowledge, not verified.</summary>
    Known,

    /// <summary>Seen in real mail.</summary>
    Wild,

    /// <summary>The provider says so.</summary>
    Doc,
}
