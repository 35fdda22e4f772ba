using System.Collections.Immutable;

namespace Standfast.Policy.Spam;

/// <summary>One message that the owner has told about.</summary>
/// <param name="Fingerprint">SHA-256 of the message, in hexadecimal: it can be unlearned by the message alone.</param>
/// <param name="FeatureVersion">Of another version than <see cref="FeatureReader.Version"/> it is kept and not used.</param>
/// <param name="Hashes">Its features; nothing else of the message is kept.</param>
public sealed record FeedbackEntry(string Fingerprint, bool IsSpam, DateTimeOffset At, int FeatureVersion, ImmutableArray<uint> Hashes);
