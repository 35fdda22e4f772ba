namespace Standfast.Policy.Spam;

/// <summary>What a feature adds to a message's log odds.</summary>
/// <param name="Feature">A word, a pair of words, or a trait such as "HTML without text".</param>
/// <param name="Weight">Above 0 towards spam.</param>
public sealed record SpamReason(string Feature, double Weight);
