namespace Standfast.Policy.Spam;

/// <summary>Where a feature is from: each kind is hashed from an offset of its own.</summary>
internal enum FeatureKind : uint
{
    Body = 0,
    Subject = 0x9E3779B9,
    Pair = 0x7F4A7C15,
    Shape = 0x5BD1E995,
}
