using System.Security.Cryptography;

namespace Standfast.Policy.Unsubscribe;

/// <summary>One secret of tokens, and what is derived from it.</summary>
public sealed class TokenKey
{
    /// <summary>Octets of a secret.</summary>
    public const int SecretOctets = 32;

    /// <param name="id">Stands in every token that was made with it.</param>
    /// <param name="secret"><see cref="SecretOctets"/> random octets that nobody else knows.</param>
    public TokenKey(byte id, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretOctets);
        Id = id;
        Encryption = HMACSHA256.HashData(secret, "standfast token encryption"u8);
        Nonce = HMACSHA256.HashData(secret, "standfast token nonce"u8);
        Signing = HMACSHA256.HashData(secret, "standfast token signing"u8);
    }

    public byte Id { get; }

    internal byte[] Encryption { get; }

    internal byte[] Nonce { get; }

    internal byte[] Signing { get; }
}
