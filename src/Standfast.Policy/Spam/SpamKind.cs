namespace Standfast.Policy.Spam;

public enum SpamKind
{
    /// <summary>Too little to judge, or not spam.</summary>
    Clean = 0,

    /// <summary>More likely spam than not, as a filter of incoming mail would say.</summary>
    Likely = 1,

    /// <summary>So likely that it is kept: no honest message came near in cross-validation.</summary>
    Certain = 2,
}
