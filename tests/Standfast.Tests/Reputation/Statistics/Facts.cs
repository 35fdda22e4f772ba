using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Tests.Reputation.Statistics;

/// <summary>Facts to count.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Begin = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Of a message that was accepted a second before.</summary>
    public static MailEvent Of(MailEventKind kind, DateTimeOffset at, string account = "shop", string stream = "bulk", string? campaign = null, string recipient = "ann@example.net", string? provider = "gmail", string? detail = null) =>
        new(SpoolId.Create(at.AddSeconds(-1), new byte[10]), at, kind)
        {
            Account = AccountId.Parse(account),
            Stream = StreamName.Parse(stream),
            Campaign = campaign is null ? null : CampaignName.Parse(campaign),
            Recipient = kind == MailEventKind.Accepted ? null : recipient,
            Detail = detail,
            Attempt = kind == MailEventKind.Accepted ? null : new AttemptDetail(1, "mx.example.net", "192.0.2.1:25", null, "rcpt") { Source = "main", Provider = provider },
        };
}
