using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Standfast.Mail.ReturnPaths;

/// <summary>
/// Variable envelope return paths that only we can make: <c>bounce-TOKEN@DOMAIN</c>. The token is 28 octets in base 32: the message, four
/// octets of the recipient's SHA-256, eight of an HMAC-SHA-256 over domain, message and recipient. A report that comes back to such an
/// address names the message and the recipient whatever its content says, and nobody else can invent one. May be called concurrently.
/// </summary>
public sealed class ReturnPathSigner
{
    public const int KeyOctets = 32;

    private const string Prefix = "bounce-";
    private const int IdOctets = 16;
    private const int RecipientOctets = 4;
    private const int MacOctets = 8;
    private const int TokenOctets = IdOctets + RecipientOctets + MacOctets;

    private readonly byte[] _key;

    /// <param name="domain">Its MX has to lead to us.</param>
    /// <param name="key"><see cref="KeyOctets"/> random octets that nobody else knows.</param>
    public ReturnPathSigner(DomainName domain, ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyOctets);
        Domain = domain;
        _key = key.ToArray();
    }

    public DomainName Domain { get; }

    /// <param name="recipient">Null where one transaction is for several.</param>
    public EmailAddress Sign(SpoolId message, EmailAddress? recipient)
    {
        Span<byte> token = stackalloc byte[TokenOctets];
        message.WriteTo(token);
        BinaryPrimitives.WriteUInt32BigEndian(token[IdOctets..], recipient is null ? 0 : Fingerprint(recipient));
        WriteMac(token[..^MacOctets], token[^MacOctets..]);
        return new EmailAddress(Prefix + Base32.Write(token), Domain);
    }

    /// <summary>What the address says, if we made it; null for any other. Case does not count: some servers change that of local parts.</summary>
    public ReturnPathClaim? Verify(EmailAddress address)
    {
        if (address.Domain != Domain || !address.LocalPart.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return null;
        Span<byte> token = stackalloc byte[TokenOctets];
        if (!Base32.TryRead(address.LocalPart.AsSpan(Prefix.Length), token)) return null;
        Span<byte> mac = stackalloc byte[MacOctets];
        WriteMac(token[..^MacOctets], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, token[^MacOctets..])) return null;
        return new ReturnPathClaim(SpoolId.ReadFrom(token), BinaryPrimitives.ReadUInt32BigEndian(token[IdOctets..]));
    }

    /// <summary>Never 0, which stands for none.</summary>
    internal static uint Fingerprint(EmailAddress recipient) =>
        Math.Max(1, BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(recipient.ToString().ToLowerInvariant()))));

    private void WriteMac(ReadOnlySpan<byte> claim, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, [.. Encoding.ASCII.GetBytes(Domain.Value), 0, .. claim], whole);
        whole[..mac.Length].CopyTo(mac);
    }
}
