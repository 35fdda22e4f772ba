using System.Globalization;
using Standfast.Mail;
using Standfast.Mail.Headers;

namespace Standfast.Reception.Content;

/// <summary>What the header of a submitted message says about how it is to be sent. Fields named X-Standfast-… are for us and go no further.</summary>
internal sealed record SubmissionFields(StreamName Stream, CampaignName? Campaign, DateTimeOffset? ExpiresAt)
{
    private const string Prefix = "X-Standfast-";

    /// <summary>Fields that say of themselves that the message goes to many (RFC 2919, RFC 2369).</summary>
    private static readonly string[] s_bulk = ["List-Id", "List-Unsubscribe"];

    public static bool IsOurs(HeaderField field) => field.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <param name="otherwise">Stream of a message that does not say or show its own.</param>
    /// <returns>Null when everything could be read.</returns>
    public static SmtpReply? Read(HeaderSection headers, StreamName otherwise, DateTimeOffset now, out SubmissionFields fields)
    {
        fields = new SubmissionFields(IsBulk(headers) ? StreamName.Bulk : otherwise, null, null);
        foreach (var field in headers.Fields)
        {
            if (!IsOurs(field)) continue;
            var value = headers.Value(field);
            switch (field.Name[Prefix.Length..].ToLowerInvariant())
            {
                case "stream" when StreamName.TryParse(value, out var stream):
                    fields = fields with { Stream = stream };
                    break;
                case "campaign" when CampaignName.TryParse(value, out var campaign):
                    fields = fields with { Campaign = campaign };
                    break;
                case "expire" when TryParseExpiry(value, now, out var expiresAt):
                    fields = fields with { ExpiresAt = expiresAt };
                    break;
                case "stream":
                    return Replies.BadHeader($"{field.Name}: the name of a stream is 1 to 32 of a-z, 0-9, dot, hyphen and underscore");
                case "campaign":
                    return Replies.BadHeader($"{field.Name}: the name of a campaign is 1 to 64 printable ASCII characters without spaces");
                case "expire":
                    return Replies.BadHeader($"{field.Name}: give a duration such as 10m, 4h or 2d, or a later time such as 2026-01-31T18:00:00Z");
                default:
                    return Replies.BadHeader($"{field.Name} is not known here; there are X-Standfast-Stream, X-Standfast-Campaign and X-Standfast-Expire");
            }
        }

        return null;
    }

    private static bool IsBulk(HeaderSection headers) =>
        Array.Exists(s_bulk, name => headers.Find(name) is not null)
        || (headers.Find("Precedence") is { } field && headers.Value(field).ToLowerInvariant() is "bulk" or "list" or "junk");

    private static bool TryParseExpiry(string text, DateTimeOffset now, out DateTimeOffset expiresAt)
    {
        expiresAt = default;
        if (DurationText.TryParse(text, out var age))
        {
            expiresAt = now + age;
            return true;
        }

        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out expiresAt) && expiresAt > now;
    }
}
