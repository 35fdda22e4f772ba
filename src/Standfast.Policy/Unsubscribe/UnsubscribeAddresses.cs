using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Mail.ReturnPaths;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Unsubscribe;

/// <summary>
/// Addresses to which mail unsubscribes: <c>unsubscribe+TOKEN@DOMAIN</c>. A local part has 64 octets, too few for what a link says: the token is 31
/// octets in base 32, of key id, message, four octets of the recipient's SHA-256 and ten of an HMAC-SHA-256; the rest the event log knows of the
/// message. May be called concurrently.
/// </summary>
public sealed class UnsubscribeAddresses(TokenKeys keys, DomainName domain)
{
    private const string Prefix = "unsubscribe+";
    private const int IdOctets = 16;
    private const int RecipientOctets = 4;
    private const int MacOctets = 10;
    private const int TokenOctets = 1 + IdOctets + RecipientOctets + MacOctets;

    /// <summary>Its MX has to lead here.</summary>
    public DomainName Domain => domain;

    public string Write(SpoolId message, AddressKey recipient)
    {
        var key = keys.Newest;
        Span<byte> token = stackalloc byte[TokenOctets];
        token[0] = key.Id;
        message.WriteTo(token[1..]);
        BinaryPrimitives.WriteUInt32BigEndian(token[(1 + IdOctets)..], Fingerprint(recipient));
        WriteMac(key, token[..^MacOctets], token[^MacOctets..]);
        return $"{Prefix}{Base32.Write(token)}@{domain}";
    }

    /// <summary>Null for an address that we did not make, or of whose message nothing is known any more. Case does not count.</summary>
    /// <exception cref="IOException">The event log cannot be read now.</exception>
    public async ValueTask<UnsubscribeClaim?> FindAsync(EmailAddress address, IEventLog events, CancellationToken cancellationToken)
    {
        if (Verify(address) is not var (message, fingerprint)) return null;
        var facts = await events.ForMessageAsync(message, cancellationToken);
        if (facts.FirstOrDefault(fact => fact.Account is not null && fact.Stream is not null) is not { } known) return null;
        foreach (var fact in facts)
            if (EmailAddress.TryParse(fact.Recipient, out var recipient) && AddressKey.Of(recipient) is var key && Fingerprint(key) == fingerprint)
                return new UnsubscribeClaim(known.Account!, known.Stream!, message, key);
        return null;
    }

    private (SpoolId Message, uint Fingerprint)? Verify(EmailAddress address)
    {
        if (address.Domain != domain || !address.LocalPart.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return null;
        Span<byte> token = stackalloc byte[TokenOctets];
        if (!Base32.TryRead(address.LocalPart.AsSpan(Prefix.Length), token) || keys.Find(token[0]) is not { } key) return null;
        Span<byte> mac = stackalloc byte[MacOctets];
        WriteMac(key, token[..^MacOctets], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, token[^MacOctets..])) return null;
        return (SpoolId.ReadFrom(token[1..]), BinaryPrimitives.ReadUInt32BigEndian(token[(1 + IdOctets)..]));
    }

    private static uint Fingerprint(AddressKey recipient) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(recipient.Value)));

    private void WriteMac(TokenKey key, ReadOnlySpan<byte> claim, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Signing, [.. Encoding.ASCII.GetBytes(domain.Value), 0, .. claim], whole);
        whole[..mac.Length].CopyTo(mac);
    }
}
