namespace Standfast.Policy.Content.Rules;

/// <summary>What becomes of a message for its content.</summary>
public enum ContentVerdict
{
    /// <summary>Nothing was found.</summary>
    Clean = 0,

    /// <summary>It is sent; something could be better.</summary>
    Noted = 1,

    /// <summary>It is accepted and kept until a person releases it.</summary>
    Held = 2,

    /// <summary>It is refused.</summary>
    Refused = 3,
}
