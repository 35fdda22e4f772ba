using Standfast.Recovery.Notices;
using Standfast.Tests.Architecture;
using Standfast.Tests.Reputation.Classification;

namespace Standfast.Tests.Recovery.Notices;

/// <summary>A notice becomes who, what, why and by when; all examples are made up here.</summary>
public sealed class NoticeReaderTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly NoticeRules s_rules = NoticeRuleFiles.ReadFolder(Path.Combine(Repository.Root, "data", "notices")).Rules;
    private static readonly NoticeReader s_reader = new(s_rules, ShippedRules.Classifier);

    public static TheoryData<string, string, string, string> Examples => new(NoticeExamples.All.Select(one => (one.Rule, one.Counterparty, one.Cause, one.Text)));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Notice_IsKnown_WithItsCounterpartyAndCause(string rule, string counterparty, string cause, string text)
    {
        var read = s_reader.Read(text, s_now);
        Assert.Equal((rule, counterparty, cause), (read.RuleId, read.Counterparty, read.Cause));
        Assert.Contains(read.Quote[..Math.Min(20, read.Quote.Length)], string.Join(' ', text.Split([' ', '\r', '\n', '>'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryRule_HasAnExample() =>
        Assert.Equal([], s_rules.Rules.Select(rule => rule.Id).Except(NoticeExamples.All.Select(one => one.Rule)).Order(StringComparer.Ordinal));

    [Fact]
    public void Hints_AreRead_WithDeadlineAndMessages()
    {
        var read = s_reader.Read("Dear customer, we have received a complaint about your server 192.0.2.25 (mail.shop.example).\nMessage-ID: <20261126.7@shop.example>\nPlease answer within 24 hours, otherwise we have to block it.", s_now);
        Assert.Equal(("host-abuse", s_now.AddHours(24)), (read.RuleId, read.Deadline));
        Assert.Equal(["192.0.2.25"], read.Addresses);
        Assert.Contains("mail.shop.example", read.Domains);
        Assert.Equal(["<20261126.7@shop.example>"], read.Messages);
    }

    [Theory]
    [InlineData("You must respond by 2026-11-28.", "2026-11-28T23:59:00Z")]
    [InlineData("Please reply no later than 28 November 2026 15:00.", "2026-11-28T15:00:00Z")]
    [InlineData("Bitte beantworten Sie dies bis zum 28.11.2026.", "2026-11-28T23:59:00Z")]
    [InlineData("You have forty-eight (48) hours; you must act in the next 48 hours.", "2026-11-28T12:00:00Z")]
    [InlineData("Please answer within 2 business days.", "2026-11-28T12:00:00Z")]
    [InlineData("Requests are handled within 24 hours.", null)]
    [InlineData("Please reply by 2019-01-01.", null)]
    [InlineData("Please reply within 999 days.", null)]
    public void Deadline_IsWhatTheyWantOfUs(string sentence, string? expected) =>
        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), s_reader.Read(sentence, s_now).Deadline);

    [Fact]
    public void Quote_IsASentence_NotTheSubject_AndThePauseCountsBeforeTheReview()
    {
        var read = s_reader.Read("From: Amazon Web Services <no-reply@amazonses.com>\nSubject: Amazon SES Sending Review: sending paused\n\nHello,\nWe have paused your account's ability to send email with Amazon SES. It looks as if your\ncredentials have been leaked. Reply to this case within 24 hours.", s_now);
        Assert.Equal(("ses-paused", "malware", "Hello, We have paused your account's ability to send email with Amazon SES.", s_now.AddDays(1)), (read.RuleId, read.Cause, read.Quote, read.Deadline));
        Assert.Contains("credentials have been leaked", read.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_SaysSo_AndKeepsTheWords()
    {
        var read = s_reader.Read("Hello, something about your mailing is odd. Call us.", s_now);
        Assert.Equal((NoticeKind.Unknown, "none", NoticeReader.UnknownCounterparty, "other", "Hello, something about your mailing is odd."), (read.Kind, read.RuleId, read.Counterparty, read.Cause, read.Quote));
    }

    [Fact]
    public void Message_IsReadByItsParts_AndItsSender()
    {
        const string Message = "From: Abuse <abuse@hetzner.com>\r\nTo: me@shop.example\r\nSubject: AbuseInfo: Spam [192.0.2.9]\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{0}\r\n";
        var html = Convert.ToBase64String("<html><style>p{content:'port 25 is blocked'}</style><script>var x='has been suspended';</script><p>We have received a <b>complaint</b> about spam &amp; more.</p><p>Please answer within 24&nbsp;hours.</p></html>"u8);
        var read = s_reader.Read(Message.Replace("{0}", html, StringComparison.Ordinal), s_now);
        Assert.Equal(("hetzner-abuse", "hetzner", s_now.AddDays(1)), (read.RuleId, read.Counterparty, read.Deadline));
    }

    [Fact]
    public void WhatIsQuoted_CountsLessThanWhatIsWritten()
    {
        var read = s_reader.Read("We received an abuse complaint about your server. Please answer within 24 hours.\n\n> Spamhaus: 192.0.2.9 is listed in SBL\n> SendGrid: your account has been suspended\n", s_now);
        Assert.Equal(("host-abuse", "hosting"), (read.RuleId, read.Counterparty));
    }

    [Fact]
    public void WhatIsPassedOn_IsReadWhereNothingElseIsSaid()
    {
        var read = s_reader.Read("FYI, see below\n\n---------- Forwarded message ---------\nFrom: Twilio SendGrid <compliance@sendgrid.com>\nSubject: your account\n\nYour SendGrid account has been suspended because of a high complaint rate.", s_now);
        Assert.Equal(("sendgrid-suspended", "sendgrid", "complaint"), (read.RuleId, read.Counterparty, read.Cause));
    }

    [Theory]
    [InlineData("550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150)")]
    [InlineData("421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address")]
    [InlineData("553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed")]
    public void Reply_IsReadAsTheQueueReadsIt(string reply)
    {
        var known = ShippedRules.Classifier.Classify(reply, null);
        var read = s_reader.Read("This is the mail system.\nI could not deliver it:\n\n" + reply, s_now);
        Assert.True(known.IsCertain);
        Assert.Equal((NoticeKind.Refusal, known.RuleId, Standfast.Reputation.Classification.ReplyNames.Of(known.Cause)), (read.Kind, read.RuleId, read.Cause));
    }

    [Fact]
    public void NamesOfOneCounterparty_AreTheSame()
    {
        Assert.True(s_reader.IsSame("amazon-ses", "ses"));
        Assert.True(s_reader.IsSame("relay:email-smtp.eu-west-1.amazonaws.com:587", "ses"));
        Assert.True(s_reader.IsSame("somebody", "Somebody"));
        Assert.False(s_reader.IsSame("ses", "sendgrid"));
        Assert.False(s_reader.IsSame("relay:mail.example:25", "relay:other.example:25"));
    }

    [Fact]
    public void Hostile_IsBounded()
    {
        foreach (var text in (string[])[new('>', 300_000), new('<', 300_000), string.Concat(Enumerable.Repeat("<div><p>", 40_000)), string.Concat(Enumerable.Repeat("1.2.3.4 ", 40_000)), string.Concat(Enumerable.Repeat("From: a@", 40_000)), string.Concat(Enumerable.Repeat("550 5.7.1 blocked ", 20_000)), "From: x\nSubject: y\nContent-Type: multipart/mixed; boundary=a\n\n" + string.Concat(Enumerable.Repeat("--a\n\n", 50_000)), new('\0', 300_000), "\uD800\uDC00\uD800"])
        {
            var (watch, before) = (System.Diagnostics.Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
            var read = s_reader.Read(text, s_now);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed} for {text[..Math.Min(20, text.Length)]}");
            // Some copies of the text, not one for each phrase that is looked for.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100L * 1024 * 1024);
            Assert.True(read.Addresses.Count <= NoticeHints.Most && read.Quote.Length <= 4_000);
        }

        Assert.False(s_reader.Read(new string('a', NoticeReader.MaxLength + 1), s_now).IsComplete);
    }

    [Fact]
    public void Mutations_NeverThrow()
    {
        var random = new Random(6);
        foreach (var example in NoticeExamples.All)
        {
            for (var round = 0; round < 5; round++)
            {
                var letters = example.Text.ToCharArray();
                for (var change = 0; change < 10; change++) letters[random.Next(letters.Length)] = (char)random.Next(1, 0x2100);
                Assert.NotNull(s_reader.Read(new string(letters)[..random.Next(1, letters.Length)], s_now));
            }
        }
    }
}
