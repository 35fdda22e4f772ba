namespace Standfast.Policy.Content.Rules;

/// <summary>How strict the content rules are.</summary>
public sealed class ContentOptions
{
    /// <summary>Score from which mail to many is refused, and other mail noted. Default 10, ours: one gross fault or several clear ones.</summary>
    public int RefuseScore { get; init; } = 10;

    /// <summary>Score from which mail to many is held. Default 8, ours.</summary>
    public int HoldScore { get; init; } = 8;

    /// <summary>From may be of a free-mail domain: true where a smart host takes the mail, which then may be the provider's own.</summary>
    public bool AllowsFreeMailFrom { get; init; }
}
