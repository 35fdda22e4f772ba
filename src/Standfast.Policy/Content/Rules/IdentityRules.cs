using System.Text;
using MimeKit.Utils;

namespace Standfast.Policy.Content.Rules;

/// <summary>Date and Message-ID: what this server adds where it is missing, and what it cannot mend where it is wrong.</summary>
internal sealed class IdentityRules(ContentLists lists) : IContentRule
{
    /// <summary>Ours, of what receivers call a day: mail that waited for a night and a holiday passes with points to spare.</summary>
    private static readonly TimeSpan s_near = TimeSpan.FromHours(25);

    public void Check(ContentMessage message, ICollection<ContentFinding> findings)
    {
        if (message.Headers is null || message.Has("Resent-Date")) return;
        if (message.Value("Date") is { } date) CheckDate(message, date, findings);
        if (message.Value("Message-ID") is { } id) CheckId(message, id, findings);
    }

    private static void CheckDate(ContentMessage message, string value, ICollection<ContentFinding> findings)
    {
        if (value.Length > 200 || !DateUtils.TryParse(Encoding.UTF8.GetBytes(value), out var date))
        {
            findings.Add(new ContentFinding("SF-4030", 3, $"Date {ContentMessage.Quote(value)}", "is no date (RFC 5322 section 3.3)", "write it as in \"Mon, 02 Mar 2026 10:00:00 +0000\", or leave it to this server"));
            return;
        }

        var age = message.At - date;
        if (age.Duration() > s_near)
            findings.Add(new ContentFinding(
                "SF-4031", message.IsBulk ? 4 : 2, $"Date {ContentMessage.Quote(value)}", $"is {Math.Round(age.Duration().TotalDays, 1)} days {(age > TimeSpan.Zero ? "ago" : "ahead")}", "set the clock of the sending machine, and write the time of sending; or leave the field to this server"));
    }

    private void CheckId(ContentMessage message, string value, ICollection<ContentFinding> findings)
    {
        var at = value.LastIndexOf('@');
        if (at < 2 || value[0] != '<' || value[^1] != '>' || at > value.Length - 3 || value.AsSpan(1, value.Length - 2).ContainsAny("<> \t") || value.Length > 900)
        {
            findings.Add(new ContentFinding("SF-4032", 3, $"Message-ID {ContentMessage.Quote(value)}", "is not <unique@domain> (RFC 5322 section 3.6.4)", "write it as in \"<20260302.17@mail.example.org>\", or leave it to this server"));
            return;
        }

        // Who relays through us brings his program's id along, and the trace of where it came from.
        var domain = value[(at + 1)..^1].ToLowerInvariant();
        if (message.From is { } from && !message.Has("Received") && !lists.FreeMail.Contains(from.Domain.Value) && lists.ForeignIdDomains.Contains(domain))
            findings.Add(new ContentFinding("SF-4033", message.IsBulk ? 4 : 2, $"Message-ID {ContentMessage.Quote(value)}", $"claims to be made by {domain}, and the message begins here", "give each message an id of your own domain, or leave it to this server"));
    }
}
