namespace Standfast.Policy.Spam;

/// <summary>What the classifier thinks of a message.</summary>
/// <param name="Probability">0 to 1, calibrated on messages that the model was not trained on.</param>
/// <param name="Kind">What follows from it.</param>
public readonly record struct SpamVerdict(double Probability, SpamKind Kind);
