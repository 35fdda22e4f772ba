using System.Diagnostics.CodeAnalysis;
using Standfast.Policy.Unsubscribe;

namespace Standfast.Policy.Feedback;

/// <summary>
/// Tokens that a message carries in its header, so that a complaint which brings it back proves which message it was and who got it, also where the report
/// leaves addresses out. Who holds one can neither read it nor make another. May be called concurrently.
/// </summary>
public sealed class FeedbackTokens(TokenKeys keys)
{
    private const byte Purpose = 3;

    public string Write(UnsubscribeClaim claim) => SealedToken.Seal(keys, Purpose, ClaimCodec.Write(claim));

    /// <summary>False for everything that we did not make.</summary>
    public bool TryRead(string? token, [NotNullWhen(true)] out UnsubscribeClaim? claim)
    {
        claim = null;
        return SealedToken.TryOpen(keys, Purpose, token, out var content) && ClaimCodec.TryRead(content, out claim);
    }
}
