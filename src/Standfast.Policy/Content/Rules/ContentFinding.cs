namespace Standfast.Policy.Content.Rules;

/// <summary>What one rule has to say of a message.</summary>
/// <param name="Id">Such as SF-4001; its help topic says more.</param>
/// <param name="Points">0 to 10: how much it weighs.</param>
/// <param name="Where">The object, such as the Subject with its text, or a link.</param>
/// <param name="Reason">What is wrong, as the end of a sentence that begins with the object.</param>
/// <param name="Fix">What to change.</param>
public sealed record ContentFinding(string Id, int Points, string Where, string Reason, string Fix)
{
    /// <summary>Certain and harmful: refuses by itself, whatever the score and the stream.</summary>
    public bool IsCertain { get; init; }
}
