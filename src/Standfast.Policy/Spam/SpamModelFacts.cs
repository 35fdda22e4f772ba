namespace Standfast.Policy.Spam;

/// <summary>What is known of a model beside its weights.</summary>
/// <param name="CorpusFingerprint">SHA-256 over the hashes of the training messages, in hexadecimal.</param>
/// <param name="Slope">With <paramref name="Intercept"/>: calibration (Platt) of scores of messages that were not trained on.</param>
/// <param name="SpamFrom">Probability from which a message counts as spam, where being wrong either way costs little.</param>
/// <param name="HoldFrom">Probability from which a message is held: no honest message of the training came near it in cross-validation.</param>
public sealed record SpamModelFacts(
    DateTimeOffset TrainedAt, string CorpusFingerprint, int SpamMessages, int HamMessages, float Bias, float MaxWeight, float Slope, float Intercept, float SpamFrom, float HoldFrom);
