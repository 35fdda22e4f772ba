namespace Standfast.Policy.Content.Rules;

/// <summary>A family of rules about what a message says and how it is made. Knows no state; may be called concurrently.</summary>
public interface IContentRule
{
    /// <summary>Adds what it finds.</summary>
    void Check(ContentMessage message, ICollection<ContentFinding> findings);
}
