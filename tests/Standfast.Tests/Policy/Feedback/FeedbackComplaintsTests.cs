using Microsoft.Extensions.Time.Testing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Mail.ReturnPaths;
using Standfast.Policy.Feedback;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;
using Standfast.Reputation.Feedback.Complaints;
using Standfast.Tests.Policy.Suppression;
using Standfast.Tests.Policy.Unsubscribe;
using Standfast.Tests.Queue;
using Standfast.Tests.Reputation.Feedback;

namespace Standfast.Tests.Policy.Feedback;

public sealed class FeedbackComplaintsTests
{
    private const string Abuse = "Feedback-Type: abuse\nUser-Agent: Yahoo!-Mail-Feedback/2.0\nVersion: 1";

    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly SpoolId s_message = SpoolId.Create(s_now, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    private static readonly AccountId s_shop = AccountId.Parse("shop");
    private static readonly EmailAddress s_ann = EmailAddress.Parse("Ann@example.net");

    private readonly FakeTimeProvider _time = new(s_now.AddHours(1));
    private readonly FakeEventLog _events = new();
    private readonly SuppressionList _list = new(new FakeSuppressionStore(), new byte[16]);
    private readonly TokenKeys _keys = new([UnsubscribeTokensTests.Key(1)]);
    private readonly ReturnPathSigner _returnPaths = new(DomainName.Parse("bounce.example.org"), new byte[ReturnPathSigner.KeyOctets]);
    private readonly UnsubscribeAddresses _addresses;
    private readonly FeedbackComplaints _complaints;

    public FeedbackComplaintsTests()
    {
        _addresses = new UnsubscribeAddresses(_keys, DomainName.Parse("mail.example.org"));
        _complaints = new FeedbackComplaints(new MessageMarks(new FeedbackTokens(_keys), new UnsubscribeTokens(_keys), _addresses, _returnPaths), _list, _events, _time);
        _events.Append(
            [
                new MailEvent(s_message, s_now, MailEventKind.Accepted) { Account = s_shop, Stream = StreamName.Bulk, Campaign = CampaignName.Parse("spring") },
                new MailEvent(s_message, s_now, MailEventKind.Delivered) { Recipient = "Ann@example.net", Account = s_shop, Attempt = AttemptDetail.None with { Provider = "yahoo" } },
                new MailEvent(s_message, s_now, MailEventKind.Delivered) { Recipient = "bob@example.net", Account = s_shop },
            ],
            1);
    }

    public static TheoryData<string> Marks => ["token", "link", "address", "path", "mail-from"];

    [Theory]
    [MemberData(nameof(Marks))]
    public async Task Complaint_IsProvenByAnyOfOurMarks_AndCountsOnce(string mark)
    {
        var report = mark switch
        {
            "token" => Report(Abuse, $"CFBL-Feedback-ID: {Token(s_ann)}"),
            "link" => Report(Abuse, $"List-Unsubscribe: <https://mail.example.org/u/{new UnsubscribeTokens(_keys).Write(Claim(s_ann))}>,\n <https://x.example/y>"),
            "address" => Report(Abuse, $"List-Unsubscribe: <mailto:{_addresses.Write(s_message, AddressKey.Of(s_ann))}>"),
            "path" => Report(Abuse, $"Return-Path: <{_returnPaths.Sign(s_message, s_ann)}>"),
            _ => Report($"{Abuse}\nOriginal-Mail-From: <{_returnPaths.Sign(s_message, s_ann).ToString().ToUpperInvariant()}>", "Subject: x"),
        };
        Assert.Equal(FeedbackOutcome.Counted, await TakeAsync(report));
        Assert.Equal(FeedbackOutcome.Repeated, await TakeAsync(report));
        var fact = Assert.Single(_events.All, one => one.Kind == MailEventKind.Complained);
        Assert.Equal(("Ann@example.net", s_shop, StreamName.Bulk, "spring", "yahoo"), (fact.Recipient, fact.Account, fact.Stream, fact.Campaign?.Value, fact.Attempt?.Provider));
        Assert.Equal("abuse, reported by fbl@provider.example (Yahoo!-Mail-Feedback/2.0)", fact.Detail);
        Assert.Equal(SuppressionReason.Complaint, _list.Find(s_shop, StreamName.Bulk, s_ann)?.Reason);
        Assert.Null(_list.Find(s_shop, StreamName.Transactional, s_ann));
        Assert.Null(_list.Find(AccountId.Parse("other"), StreamName.Bulk, s_ann));
        Assert.Null(_list.Find(s_shop, StreamName.Bulk, EmailAddress.Parse("bob@example.net")));
    }

    [Fact]
    public async Task MarkOfSeveral_CountsForTheOneThatTheReportNames_IfTheMessageWentThere()
    {
        var token = $"CFBL-Feedback-ID: {Token(null)}";
        Assert.Equal(FeedbackOutcome.Counted, await TakeAsync(Report($"{Abuse}\nOriginal-Rcpt-To: <BOB@example.net>", token)));
        Assert.NotNull(_list.Find(s_shop, StreamName.Bulk, EmailAddress.Parse("bob@example.net")));
        // A stranger is no recipient: the complaint is one of somebody, and nobody is suppressed.
        Assert.Equal(FeedbackOutcome.Counted, await TakeAsync(Report($"{Abuse}\nOriginal-Rcpt-To: victim@example.net", token)));
        Assert.Null(_list.Find(s_shop, StreamName.Bulk, EmailAddress.Parse("victim@example.net")));
        Assert.Null(_events.All[^1].Recipient);
    }

    [Fact]
    public async Task ForgedReports_ChangeNothing()
    {
        var token = Token(s_ann);
        var path = _returnPaths.Sign(s_message, s_ann).ToString();
        var stranger = new ReturnPathSigner(DomainName.Parse("bounce.example.org"), [.. Enumerable.Repeat((byte)9, ReturnPathSigner.KeyOctets)]);
        var unknown = SpoolId.Create(s_now, new byte[10]);
        foreach (var returned in (string[])
        [
            "Subject: nothing of ours", $"CFBL-Feedback-ID: {token[..^2]}AA", $"Return-Path: <{path[..20]}{(path[20] == 'a' ? 'b' : 'a')}{path[21..]}>", $"Return-Path: <{stranger.Sign(s_message, s_ann)}>",
            $"CFBL-Feedback-ID: {new FeedbackTokens(_keys).Write(new UnsubscribeClaim(s_shop, StreamName.Bulk, unknown, AddressKey.Of(s_ann)))}", $"Message-ID: <{s_message}@mail.example.org>",
        ])
            Assert.Equal(FeedbackOutcome.Unproven, await TakeAsync(Report($"{Abuse}\nOriginal-Rcpt-To: ann@example.net", returned)));
        _time.Advance(TimeSpan.FromDays(61));
        Assert.Equal(FeedbackOutcome.Unproven, await TakeAsync(Report(Abuse, $"CFBL-Feedback-ID: {token}")));
        Assert.Equal(3, _events.All.Count);
        Assert.Null(_list.Find(s_shop, StreamName.Bulk, s_ann));
    }

    [Theory]
    [InlineData("not-spam")]
    [InlineData("auth-failure")]
    [InlineData("virus")]
    [InlineData("other")]
    public async Task ReportsOfAnotherType_AreNoComplaints(string type)
    {
        Assert.Equal(FeedbackOutcome.NoComplaint, await TakeAsync(Report($"Feedback-Type: {type}\nUser-Agent: a\nVersion: 1", $"CFBL-Feedback-ID: {Token(s_ann)}")));
        Assert.Equal(3, _events.All.Count);
    }

    [Fact]
    public async Task OptOut_Unsubscribes()
    {
        Assert.Equal(FeedbackOutcome.Counted, await TakeAsync(Report("Feedback-Type: opt-out\nUser-Agent: a\nVersion: 1", $"CFBL-Feedback-ID: {Token(s_ann)}")));
        Assert.Equal(MailEventKind.Unsubscribed, _events.All[^1].Kind);
        Assert.Equal(SuppressionReason.Unsubscribed, _list.Find(s_shop, StreamName.Bulk, s_ann)?.Reason);
    }

    [Fact]
    public async Task ManyComplaintsThatNameNobody_AreBounded()
    {
        var report = Report(Abuse, $"CFBL-Feedback-ID: {Token(null)}");
        for (var number = 0; number < 100; number++) Assert.Equal(FeedbackOutcome.Counted, await TakeAsync(report));
        Assert.Equal(FeedbackOutcome.Repeated, await TakeAsync(report));
    }

    private static UnsubscribeClaim Claim(EmailAddress? recipient) => new(s_shop, StreamName.Bulk, s_message, recipient is null ? null : AddressKey.Of(recipient));

    private static FeedbackReport Report(string fields, string returned) => FeedbackSamples.Reader.Read(FeedbackSamples.Parse(FeedbackSamples.Arf(fields, returned + "\n\nbody")))!;

    private string Token(EmailAddress? recipient) => new FeedbackTokens(_keys).Write(Claim(recipient));

    private async Task<FeedbackOutcome> TakeAsync(FeedbackReport report) => await _complaints.TakeAsync(report, null, TestContext.Current.CancellationToken);
}
