using System.Diagnostics.CodeAnalysis;
using System.Text;
using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Unsubscribe;

/// <summary>A claim as the content of a token: version, message, the lengths of account and stream, then account, stream and address.</summary>
internal static class ClaimCodec
{
    private const byte Version = 1;
    private const int IdOctets = 16;

    private const int FixedOctets = 1 + IdOctets + 1 + 1;

    public static byte[] Write(UnsubscribeClaim claim)
    {
        var (account, stream, address) = (claim.Account.Value, claim.Stream.Value, claim.Address?.Value ?? "");
        var content = new byte[FixedOctets + account.Length + stream.Length + Encoding.UTF8.GetByteCount(address)];
        content[0] = Version;
        claim.Message.WriteTo(content.AsSpan(1));
        content[1 + IdOctets] = (byte)account.Length;
        content[2 + IdOctets] = (byte)stream.Length;
        Encoding.ASCII.GetBytes(account, content.AsSpan(FixedOctets));
        Encoding.ASCII.GetBytes(stream, content.AsSpan(FixedOctets + account.Length));
        Encoding.UTF8.GetBytes(address, content.AsSpan(FixedOctets + account.Length + stream.Length));
        return content;
    }

    public static bool TryRead(byte[] content, [NotNullWhen(true)] out UnsubscribeClaim? claim)
    {
        claim = null;
        if (content.Length < FixedOctets || content[0] != Version) return false;
        var (account, stream) = (content[1 + IdOctets], content[2 + IdOctets]);
        if (content.Length < FixedOctets + account + stream) return false;
        if (!AccountId.TryParse(Encoding.ASCII.GetString(content, FixedOctets, account), out var id) || !StreamName.TryParse(Encoding.ASCII.GetString(content, FixedOctets + account, stream), out var name)) return false;
        var address = Encoding.UTF8.GetString(content.AsSpan(FixedOctets + account + stream));
        claim = new UnsubscribeClaim(id, name, SpoolId.ReadFrom(content.AsSpan(1)), address.Length > 0 ? AddressKey.FromStored(address) : null);
        return true;
    }
}
