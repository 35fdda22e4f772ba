using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;

namespace Standfast.Policy.Consent;

/// <summary>
/// Double opt-in: a link goes by mail to the address that somebody wrote into a form, and only who reads that mail can press its button. What is recorded then is proof.
/// May be called concurrently.
/// </summary>
public sealed class ConsentRequests(ConsentLedger ledger, SuppressionList suppressions, TokenKeys keys, TimeProvider time)
{
    /// <summary>Who does not answer in this time has not asked; ours.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private const byte Purpose = 2;
    private const byte Version = 1;

    // Version, seconds since 1970, the length of account and of stream.
    private const int FixedOctets = 1 + sizeof(long) + 1 + 1;

    /// <summary>The token of a link.</summary>
    public string Write(AccountId account, StreamName stream, EmailAddress address)
    {
        var (owner, kind, whom) = (account.Value, stream.Value, AddressKey.Of(address).Value);
        var content = new byte[FixedOctets + owner.Length + kind.Length + Encoding.UTF8.GetByteCount(whom)];
        content[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(1), time.GetUtcNow().ToUnixTimeSeconds());
        (content[FixedOctets - 2], content[FixedOctets - 1]) = ((byte)owner.Length, (byte)kind.Length);
        Encoding.ASCII.GetBytes(owner, content.AsSpan(FixedOctets));
        Encoding.ASCII.GetBytes(kind, content.AsSpan(FixedOctets + owner.Length));
        Encoding.UTF8.GetBytes(whom, content.AsSpan(FixedOctets + owner.Length + kind.Length));
        return SealedToken.Seal(keys, Purpose, content);
    }

    /// <summary>Null for a token that is not ours, or whose time is over.</summary>
    public ConsentClaim? Read(string? token)
    {
        if (!SealedToken.TryOpen(keys, Purpose, token, out var content) || content.Length < FixedOctets || content[0] != Version) return null;
        var (owner, kind) = (content[FixedOctets - 2], content[FixedOctets - 1]);
        if (content.Length <= FixedOctets + owner + kind) return null;
        if (!AccountId.TryParse(Encoding.ASCII.GetString(content, FixedOctets, owner), out var account) || !StreamName.TryParse(Encoding.ASCII.GetString(content, FixedOctets + owner, kind), out var stream)) return null;
        var requested = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(1)));
        if (time.GetUtcNow() - requested > Lifetime) return null;
        return new ConsentClaim(account, stream, AddressKey.FromStored(Encoding.UTF8.GetString(content.AsSpan(FixedOctets + owner + kind))), requested);
    }

    /// <summary>Records the consent; and who had unsubscribed before gets the mail again.</summary>
    /// <param name="sourceAddress">Where the button was pressed.</param>
    /// <exception cref="IOException">It cannot be made durable now.</exception>
    public void Confirm(ConsentClaim claim, string? sourceAddress)
    {
        var proof = $"pressed the button of the confirmation link that was made at {claim.RequestedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)} and sent to this address";
        ledger.Add(new ConsentRecord(claim.Account, claim.Stream, claim.Address, time.GetUtcNow(), "double-opt-in") { SourceAddress = sourceAddress, Proof = proof });
        var own = suppressions.Find(new SuppressionQuery { Address = claim.Address, Account = claim.Account, Reason = SuppressionReason.Unsubscribed });
        if (own.Any(entry => entry.Scope.Stream is null)) suppressions.Remove(new SuppressionQuery { Address = claim.Address, Account = claim.Account, Reason = SuppressionReason.Unsubscribed, OnlyWholeAccount = true });
        if (own.Any(entry => entry.Scope.Stream == claim.Stream)) suppressions.Remove(new SuppressionQuery { Address = claim.Address, Account = claim.Account, Stream = claim.Stream, Reason = SuppressionReason.Unsubscribed });
    }
}
