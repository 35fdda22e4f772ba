using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Standfast.Policy.Unsubscribe;

/// <summary>
/// A token for links: AES-256-GCM under one of our keys, in base64url (RFC 4648 §5). Who holds it can neither read nor change it. Key id, nonce of 12 octets, content,
/// tag of 16 octets; the nonce is an HMAC-SHA-256 of the content, so that two contents never share one. May be called concurrently.
/// </summary>
public static class SealedToken
{
    /// <summary>Of the text; ours. An address at its longest with account and stream stays below.</summary>
    public const int MaxLength = 800;

    private const int NonceOctets = 12;
    private const int TagOctets = 16;
    private const int HeadOctets = 1 + NonceOctets;

    /// <summary>What the thread last used: making one takes longer than using it, and it is for one thread at a time.</summary>
    [ThreadStatic]
    private static (byte[] Key, AesGcm Cipher) s_cipher;

    /// <inheritdoc cref="s_cipher"/>
    [ThreadStatic]
    private static (byte[] Key, IncrementalHash Hash) s_mac;

    /// <param name="purpose">A token that was made for one purpose is none for another.</param>
    public static string Seal(TokenKeys keys, byte purpose, ReadOnlySpan<byte> content)
    {
        var key = keys.Newest;
        var token = new byte[HeadOctets + content.Length + TagOctets];
        token[0] = key.Id;
        Span<byte> associated = [purpose, key.Id];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var hash = MacFor(key.Nonce);
        hash.AppendData([purpose]);
        hash.AppendData(content);
        hash.GetHashAndReset(mac);
        mac[..NonceOctets].CopyTo(token.AsSpan(1));
        var cipher = CipherFor(key.Encryption);
        cipher.Encrypt(token.AsSpan(1, NonceOctets), content, token.AsSpan(HeadOctets, content.Length), token.AsSpan(HeadOctets + content.Length), associated);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The content of a token of ours; false for everything else, without saying what is wrong with it.</summary>
    /// <param name="maxLength">Of the text.</param>
    public static bool TryOpen(TokenKeys keys, byte purpose, string? text, [NotNullWhen(true)] out byte[]? content, int maxLength = MaxLength)
    {
        content = null;
        if (text is null || text.Length == 0 || text.Length > maxLength || !Base64Url.IsValid(text)) return false;
        var token = Base64Url.DecodeFromChars(text);
        // Exactly one text for each token: a last character may have bits to spare, and padding is none of ours.
        if (token.Length < HeadOctets + TagOctets || Base64Url.EncodeToString(token) != text) return false;
        if (keys.Find(token[0]) is not { } key) return false;
        var opened = new byte[token.Length - HeadOctets - TagOctets];
        Span<byte> associated = [purpose, token[0]];
        var cipher = CipherFor(key.Encryption);
        try
        {
            cipher.Decrypt(token.AsSpan(1, NonceOctets), token.AsSpan(HeadOctets, opened.Length), token.AsSpan(HeadOctets + opened.Length), opened, associated);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false; // AesGcm has no Try form; it compares in constant time.
        }

        content = opened;
        return true;
    }

    private static AesGcm CipherFor(byte[] key)
    {
        if (ReferenceEquals(s_cipher.Key, key)) return s_cipher.Cipher;
        s_cipher.Cipher?.Dispose();
        s_cipher = (key, new AesGcm(key, TagOctets));
        return s_cipher.Cipher;
    }

    private static IncrementalHash MacFor(byte[] key)
    {
        if (ReferenceEquals(s_mac.Key, key)) return s_mac.Hash;
        s_mac.Hash?.Dispose();
        s_mac = (key, IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key));
        return s_mac.Hash;
    }
}
