using System.Collections.Immutable;
using Standfast.Reputation.Classification;

namespace Standfast.Reputation.Bounces;

/// <summary>A report that is text for people only.</summary>
internal static class NoticeReport
{
    /// <summary>Null where the text tells of no failure.</summary>
    public static BounceReport? Build(InboundMail mail)
    {
        var notice = Notice.Read(mail.NoticeText, mail.To);
        var returned = mail.Returned ?? notice.Returned;
        var addresses = Recipients(mail, notice, returned);
        var recipients = addresses.Select(address => One(address, notice, mail.Subject, addresses.Count)).ToImmutableArray();
        return new BounceReport(recipients, IsStandard: false)
        {
            ReportingMta = mail.From.LastIndexOf('@') is >= 0 and var at ? mail.From[(at + 1)..].ToLowerInvariant() : null,
            MessageId = ReturnedHeader.MessageId(returned),
            OriginalFrom = ReturnedHeader.From(returned),
        };
    }

    private static List<string> Recipients(InboundMail mail, Notice notice, MimeKit.HeaderList? returned)
    {
        // Exim and Google name them in the header.
        var failed = ReturnedHeader.Split(mail.Field("X-Failed-Recipients"));
        if (failed.Count > 0) return failed;
        if (notice.Named.Count > 0) return notice.Named;
        var to = ReturnedHeader.Addresses(returned, "To").ToList();
        return to.Count == 1 ? to : [""];
    }

    private static BouncedRecipient One(string address, Notice notice, string subject, int count)
    {
        var own = notice.About(address);
        var text = Notice.HasWords(own, address) ? own : notice.Whole;
        var diagnostic = StatusCodes.Reply(text);
        if (diagnostic.Length == 0 && count == 1) diagnostic = StatusCodes.Reply(notice.Whole);
        var status = StatusCodes.First(diagnostic.Length > 0 ? diagnostic : text) ?? (count == 1 ? StatusCodes.First(notice.Whole) : null);
        var delayed = BounceSigns.IsDelay(subject, notice.Whole);
        return new BouncedRecipient(address, delayed ? BounceAction.Delayed : BounceAction.Failed, status, diagnostic, RemoteHost.In(text))
        {
            Explanation = text,
            Notice = count == 1 && text != notice.Whole ? notice.Whole : "",
        };
    }
}
