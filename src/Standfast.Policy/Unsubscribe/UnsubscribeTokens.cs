using System.Diagnostics.CodeAnalysis;

namespace Standfast.Policy.Unsubscribe;

/// <summary>
/// Tokens of unsubscribe links. They are good as long as their key is kept, and need nothing else: a link in a mail of years ago still works.
/// May be called concurrently.
/// </summary>
public sealed class UnsubscribeTokens(TokenKeys keys)
{
    private const byte Purpose = 1;

    public string Write(UnsubscribeClaim claim) => SealedToken.Seal(keys, Purpose, ClaimCodec.Write(claim));

    /// <summary>False for everything that we did not make.</summary>
    public bool TryRead(string? token, [NotNullWhen(true)] out UnsubscribeClaim? claim)
    {
        claim = null;
        return SealedToken.TryOpen(keys, Purpose, token, out var content) && ClaimCodec.TryRead(content, out claim);
    }
}
