using Microsoft.Extensions.Time.Testing;
using Standfast.Recovery;
using Standfast.Recovery.Diagnosis;
using Standfast.Recovery.Intake;
using Standfast.Recovery.Notices;
using Standfast.Recovery.Remedies;
using Standfast.Reputation.Incidents;
using Standfast.Tests.Architecture;
using Standfast.Tests.Reputation.States;

namespace Standfast.Tests.Recovery.Notices;

/// <summary>What comes to abuse@ and postmaster@: one incident for one cause, and nothing but a word to the owner for what may be forged.</summary>
public sealed class NoticeDeskTests
{
    private const string Abuse = "From: Hetzner <abuse@hetzner.com>\r\nTo: abuse@shop.test\r\nSubject: AbuseInfo: Spam from 192.0.2.9\r\n\r\nWe have received a complaint about spam from your server 192.0.2.9. Please send a statement within 24 hours.\r\n";

    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly IncidentBook _incidents = new(new FakeIncidentStore(), new FakeTimeProvider(s_now));
    private readonly NoticeDesk _desk;

    public NoticeDeskTests() => _desk = new NoticeDesk(
        _incidents, new RemedyBook(_incidents, []), new NoticeReader(NoticeRuleFiles.ReadFolder(Path.Combine(Repository.Root, "data", "notices")).Rules, new FakeReplies()), incident => new DiagnosisFacts(incident.Counterparty, incident.Cause, [incident.Text]));

    [Fact]
    public void HostsNotice_OpensOneIncident_HoweverOftenItComes()
    {
        var first = Assert.IsType<NoticeOutcome.Kept>(Take(Abuse, "hetzner.com")).Incident;
        Assert.Equal(("hetzner", IncidentStage.Detected, s_now.AddHours(24)), (first.Counterparty, _incidents.Find("INC-1")!.Stages[0].Stage, first.Notice!.Deadline));
        Assert.Equal("INC-1", Assert.IsType<NoticeOutcome.Kept>(Take(Abuse, "abuse.hetzner.com")).Incident.Id);
        Assert.Equal(2, Assert.Single(_incidents.All).Signals);
    }

    [Fact]
    public void NoticeOfAClosedPort_JoinsTheIncidentOfTheServerThatSawIt()
    {
        _incidents.Report(new IncidentSignal(s_now, PortWatch.Counterparty, PortWatch.Cause, PortWatch.Scope, IncidentStep.Seen, "no mail server can be reached at port 25"));
        const string Closed = "From: Hetzner <abuse@hetzner.com>\r\nTo: abuse@shop.test\r\nSubject: port\r\n\r\nHetzner: outgoing port 25 is blocked on your server 192.0.2.9 until you ask for it.\r\n";
        Assert.Equal("INC-1", Assert.IsType<NoticeOutcome.Kept>(Take(Closed, "hetzner.com")).Incident.Id);
        Assert.Equal("hosting", Assert.Single(_incidents.All).Counterparty);
        Assert.NotNull(_incidents.All[0].Notice);
    }

    [Fact]
    public void XArf_OfAReporter_CountsWhenItNamesOurAddress()
    {
        const string Report = "From: r@reporter.example\r\nTo: abuse@shop.test\r\nSubject: report\r\nX-ARF: yes\r\n\r\nX-ARF: yes\r\nReported-From: x@reporter.example\r\nCategory: abuse\r\nReport-Type: login-attack\r\nSource: 192.0.2.9\r\nThe host looks infected.\r\n";
        Assert.IsType<NoticeOutcome.Told>(Take(Report.Replace("192.0.2.9", "203.0.113.1", StringComparison.Ordinal), "reporter.example"));
        Assert.Equal("malware", Assert.IsType<NoticeOutcome.Kept>(Take(Report, "reporter.example")).Incident.Cause);
    }

    [Theory]
    [InlineData(Abuse, "hetzner.com", false, "it may be forged")]
    [InlineData(Abuse, "evil.example", true, "speaks for hetzner, and is from evil.example")]
    [InlineData("From: Hetzner <abuse@hetzner.com>\r\nTo: abuse@shop.test\r\nSubject: hello\r\n\r\nHetzner asks how you are.\r\n", "hetzner.com", true, "no rule knows")]
    public void ForgedOrUnclear_IsToldToTheOwner_AndOpensNothing(string message, string sender, bool isProven, string why)
    {
        Assert.Contains(why, Assert.IsType<NoticeOutcome.Told>(Take(message, sender, isProven)).Why, StringComparison.Ordinal);
        Assert.Empty(_incidents.All);
    }

    [Fact]
    public void OrdinaryMail_IsNobodysNotice() => Assert.IsType<NoticeOutcome.None>(Take("From: a@b.test\r\nTo: postmaster@shop.test\r\nSubject: lunch\r\n\r\nShall we?\r\n", "b.test"));

    [Fact]
    public void NoticeThatItIsOver_IsNotedWithTheIncident_AndMovesNothing()
    {
        Take(Abuse, "hetzner.com");
        Assert.IsType<NoticeOutcome.Told>(Take("From: Hetzner <abuse@hetzner.com>\r\nTo: abuse@shop.test\r\nSubject: unlocked\r\n\r\nHetzner: your server 192.0.2.9 has been unlocked.\r\n", "hetzner.com"));
        var incident = Assert.Single(_incidents.All);
        Assert.Contains("writes that it is over", incident.Timeline[^1].Text, StringComparison.Ordinal);
        Assert.True(incident.Stage < IncidentStage.Reinstated);
    }

    private NoticeOutcome Take(string message, string sender, bool isProven = true) => _desk.Take(message, sender, isProven, name => name is "192.0.2.9" or "shop.test", s_now);
}
