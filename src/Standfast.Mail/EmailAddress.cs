using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Standfast.Mail;

/// <summary>
/// A mailbox as an envelope carries it (RFC 5321 §4.1.2 Mailbox) with a domain name. No source routes, no address
/// literals, no comments; a quoted local part is kept in its shortest form. Percent and bang have no meaning here.
/// </summary>
public sealed record EmailAddress
{
    /// <summary>RFC 5321 §4.5.3.1.1.</summary>
    public const int MaxLocalPartOctets = 64;

    /// <summary>RFC 5321 §4.5.3.1.3: a path of 256 octets includes its angle brackets.</summary>
    public const int MaxOctets = 254;

    internal EmailAddress(string localPart, DomainName domain)
    {
        LocalPart = localPart;
        Domain = domain;
    }

    /// <summary>As written, case kept; the quotes stay when the text needs them.</summary>
    public string LocalPart { get; }

    public DomainName Domain { get; }

    /// <exception cref="FormatException">The text is not an address.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"\"{text}\" is not an email address");

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EmailAddress? address) =>
        EmailAddressParser.TryParse(text, out address);

    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        // A longer text cannot become valid: decoding never shortens below one character in three octets.
        if (utf8.Length is 0 or > MaxOctets * 3) return false;
        return System.Text.Unicode.Utf8.IsValid(utf8) && TryParse(Encoding.UTF8.GetString(utf8), out address);
    }

    public override string ToString() => $"{LocalPart}@{Domain.Value}";
}
