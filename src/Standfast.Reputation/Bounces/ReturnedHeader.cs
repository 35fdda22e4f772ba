using System.Text;
using MimeKit;

namespace Standfast.Reputation.Bounces;

/// <summary>Reads the header of a returned message from the text that follows a notice.</summary>
internal static class ReturnedHeader
{
    private const int MaxLength = 32_000;

    /// <summary>Null where the text does not begin with a header.</summary>
    public static HeaderList? Parse(string text)
    {
        text = text.TrimStart();
        if (text.Length == 0) return null;
        try
        {
            using var memory = new MemoryStream(Encoding.UTF8.GetBytes(text.Length > MaxLength ? text[..MaxLength] : text));
            var headers = new MimeParser(memory, MimeFormat.Entity).ParseHeaders();
            return headers.Count > 0 ? headers : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Without angle brackets; null where there is none.</summary>
    public static string? MessageId(HeaderList? headers) =>
        headers?["Message-ID"] is { } id && id.Trim().Trim('<', '>') is { Length: > 0 and <= 998 } bare ? bare : null;

    public static string? From(HeaderList? headers) => First(headers, "From");

    /// <summary>The first address of that field.</summary>
    public static string? First(HeaderList? headers, string field) => Addresses(headers, field).FirstOrDefault();

    public static IEnumerable<string> Addresses(HeaderList? headers, string field) =>
        headers?[field] is { Length: <= 8_000 } value && InternetAddressList.TryParse(value, out var list) ? list.Mailboxes.Take(BounceReader.MaxRecipients).Select(mailbox => mailbox.Address) : [];

    /// <summary>Addresses of a field that lists them bare, each once.</summary>
    public static List<string> Split(string field)
    {
        var addresses = new List<string>();
        foreach (var part in field.Split(',', BounceReader.MaxRecipients + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (part.Trim('<', '>') is { Length: <= 320 } address && address.Contains('@', StringComparison.Ordinal) && !addresses.Contains(address, StringComparer.OrdinalIgnoreCase) && addresses.Count < BounceReader.MaxRecipients)
                addresses.Add(address);
        return addresses;
    }
}
