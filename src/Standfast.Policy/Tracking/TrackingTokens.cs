using System.Diagnostics.CodeAnalysis;
using System.Text;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;

namespace Standfast.Policy.Tracking;

/// <summary>
/// Tokens of tracked links and images. The target is inside, encrypted and authenticated: a link leads only where the message led, and shows nobody who got it.
/// May be called concurrently.
/// </summary>
public sealed class TrackingTokens(TokenKeys keys)
{
    /// <summary>Of a target; ours. The token then has at most 1,000 characters, so that its line in a message stays below the 998 octets of RFC 5321 with all around it.</summary>
    public const int MaxUrlLength = 400;

    /// <summary>Of a token; ours.</summary>
    public const int MaxTokenLength = 900;

    private const byte Purpose = 4;
    private const byte Version = 1;
    private const int IdOctets = 16;

    // Version, message, number of links, length of the address.
    private const int FixedOctets = 1 + IdOctets + 1 + 2;

    /// <returns>Null where it would be too long.</returns>
    public string? Write(TrackedLink link)
    {
        var (address, url) = (Encoding.UTF8.GetBytes(link.Address.Value), Encoding.UTF8.GetBytes(link.Url));
        if (url.Length > MaxUrlLength) return null;
        var content = new byte[FixedOctets + address.Length + url.Length];
        content[0] = Version;
        link.Message.WriteTo(content.AsSpan(1));
        content[1 + IdOctets] = link.Links;
        content[2 + IdOctets] = (byte)(address.Length >> 8);
        content[3 + IdOctets] = (byte)address.Length;
        address.CopyTo(content, FixedOctets);
        url.CopyTo(content, FixedOctets + address.Length);
        var token = SealedToken.Seal(keys, Purpose, content);
        return token.Length <= MaxTokenLength ? token : null;
    }

    /// <summary>False for everything that we did not make.</summary>
    public bool TryRead(string? token, [NotNullWhen(true)] out TrackedLink? link)
    {
        link = null;
        if (!SealedToken.TryOpen(keys, Purpose, token, out var content, MaxTokenLength) || content.Length < FixedOctets || content[0] != Version) return false;
        var length = (content[2 + IdOctets] << 8) | content[3 + IdOctets];
        if (content.Length < FixedOctets + length) return false;
        link = new TrackedLink(
            SpoolId.ReadFrom(content.AsSpan(1)), AddressKey.FromStored(Encoding.UTF8.GetString(content, FixedOctets, length)), Encoding.UTF8.GetString(content.AsSpan(FixedOctets + length)), content[1 + IdOctets]);
        return true;
    }
}
