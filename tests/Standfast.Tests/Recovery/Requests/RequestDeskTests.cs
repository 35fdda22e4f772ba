using System.Text;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Standfast.Mail;
using Standfast.Recovery;
using Standfast.Recovery.Answers;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Architecture;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Recovery.Requests;

/// <summary>One request at a time, by a way that works, and only when it is permitted; answers find their incident.</summary>
public sealed class RequestDeskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(RequestSamples.Now);
    private readonly KeptMail _mail = new();
    private SqliteIncidentStore _store = null!;
    private IncidentBook _incidents = null!;
    private RemedyBook _remedies = null!;
    private RequestDesk _desk = null!;

    public RequestDeskTests()
    {
        Open();
        _incidents.Open("apple", "ip-reputation", "source=one provider=apple", "550 5.7.1 blocked", "anna");
        _remedies.Diagnose("INC-1", SuspensionCause.Compromise, "a key", "anna");
    }

    private Incident Incident => _incidents.Find("INC-1")!;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Request_IsMailedOnce_AndNotAgain_BeforeAnAnswerIsOverdue()
    {
        Remedy();
        var (sent, refusal) = await SendAsync();
        Assert.Null(refusal);
        Kill();
        Assert.Equal((IncidentStage.Requested, "anna", RequestSamples.Now), (Incident.Stage, Incident.Stages[^1].Actor, Incident.Stages[^1].At));
        Assert.Equal(("inc-1.apple.token1@mail.shop.test", "by a road", RequestSamples.Now.AddDays(3)), (Incident.LastRequest!.MessageId, Incident.LastRequest.Via, Incident.LastRequest.LookAgainAt));
        using var message = MimeMessage.Load(new MemoryStream(_mail.Sent.Single().Content.ToArray()), TestContext.Current.CancellationToken);
        Assert.Equal(("inc-1.apple.token1@mail.shop.test", null, "icloudadmin@apple.com"), (message.MessageId, message.Headers["X-Unsent"], ((MailboxAddress)message.To.Single()).Address));
        Assert.Contains("not again before", (await SendAsync()).Refusal, StringComparison.Ordinal);
        Assert.Contains("already", _desk.MarkRequested("INC-1", "by telephone", "anna").Refusal, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromDays(3));
        Assert.Null((await SendAsync()).Refusal);
        Assert.Equal((2, 1), (_mail.Sent.Count, Incident.Stages.Count(stage => stage.Stage == IncidentStage.Requested)));
        Assert.NotNull(sent);
    }

    [Fact]
    public async Task Request_IsNeverSent_WhileAStepIsOpen_FactsAreMissing_OrTheRouteIsAForm()
    {
        Assert.Contains("not remedied", (await SendAsync()).Refusal, StringComparison.Ordinal);
        Remedy();
        Assert.Contains("facts are missing", (await _desk.SendAsync(RequestSamples.Draft(RequestSamples.Facts with { Incident = Incident, Organisation = "" }, "apple"), "anna", TestContext.Current.CancellationToken)).Refusal, StringComparison.Ordinal);
        var form = await _desk.SendAsync(RequestSamples.Draft(RequestSamples.Facts with { Incident = Incident }, "outlook"), "anna", TestContext.Current.CancellationToken);
        Assert.Contains("not asked by mail", form.Refusal, StringComparison.Ordinal);
        PrintedCommands.AssertAllParse("refusal", form.Refusal!);
        Assert.Empty(_mail.Sent);
        Assert.Empty(Incident.Requests);
    }

    [Fact]
    public async Task NoWay_LeavesTheStage_AndSaysHowByHand()
    {
        Remedy();
        _mail.NoWay = "source=one is paused";
        var (sent, refusal) = await SendAsync();
        Assert.Null(sent);
        Assert.StartsWith("source=one is paused. By hand:", refusal, StringComparison.Ordinal);
        PrintedCommands.AssertAllParse("refusal", refusal!);
        Assert.Equal((IncidentStage.Remedied, 0), (Incident.Stage, Incident.Requests.Length));
        _mail.NoWay = null;
        Assert.Null((await SendAsync()).Refusal);
    }

    [Fact]
    public async Task CrashWhileItGoes_AsksNobodyTwice()
    {
        Remedy();
        _mail.OnSend = () => throw new InvalidOperationException("the process ends");
        await Assert.ThrowsAsync<InvalidOperationException>(SendAsync);
        Kill();
        _mail.OnSend = null;
        Assert.Contains("may have gone out", (await SendAsync()).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LostAnswer_CountsAsAsked_OverKills_AndNobodyIsAskedTwice()
    {
        Remedy();
        _mail.Lost = "relay.test did not answer within 600 s";
        var (sent, refusal) = await SendAsync();
        Assert.Null(refusal);
        Assert.NotNull(sent);
        Kill();
        Assert.Equal((IncidentStage.Requested, "by a road, whose answer got lost"), (Incident.Stage, Incident.LastRequest!.Via));
        Assert.Contains("whether it was taken is not known (relay.test did not answer within 600 s)", Incident.Timeline[^1].Text, StringComparison.Ordinal);
        _mail.Lost = null;
        Assert.Contains("not again before", (await SendAsync()).Refusal, StringComparison.Ordinal);
        Assert.Contains("already", _desk.MarkRequested("INC-1", "by telephone", "anna").Refusal, StringComparison.Ordinal);
        Assert.Empty(_mail.Sent);
        _time.Advance(TimeSpan.FromDays(3));
        var told = new List<string>();
        _desk.FollowUp((incident, _) => told.Add(incident.Id));
        Assert.Equal(["INC-1"], told);
        Assert.Null((await SendAsync()).Refusal);
    }

    [Fact]
    public async Task Override_PassesOverSteps_OnlyWhenTheRequestGoes()
    {
        Assert.Contains("not remedied", (await SendAsync()).Refusal, StringComparison.Ordinal);
        _mail.NoWay = "source=one is paused";
        Assert.StartsWith("source=one is paused", (await SendAsync("they close at noon")).Refusal, StringComparison.Ordinal);
        Kill();
        Assert.Equal((IncidentStage.Diagnosed, 0, 0), (Incident.Stage, Incident.Remedy.Length, Incident.Requests.Length));
        var form = await _desk.SendAsync(RequestSamples.Draft(RequestSamples.Facts with { Incident = Incident }, "outlook"), "anna", TestContext.Current.CancellationToken, "they close at noon");
        Assert.Contains("not asked by mail", form.Refusal, StringComparison.Ordinal);
        Assert.Empty(Incident.Remedy);
        _mail.NoWay = null;
        Assert.Null((await SendAsync("they close at noon")).Refusal);
        Kill();
        Assert.Equal((IncidentStage.Requested, RemedyState.Overridden, "they close at noon"), (Incident.Stage, Assert.Single(Incident.Remedy).State, Incident.Remedy[0].Text));
    }

    [Theory]
    [InlineData("Your IP has been removed from our block list.", "postmaster@apple.com", IncidentStage.Reinstated)]
    [InlineData("Your request has been denied.", "icloudadmin@apple.com", IncidentStage.Refused)]
    [InlineData("Please provide the Message-IDs.", "icloudadmin@apple.com", IncidentStage.Requested)]
    [InlineData("We have received your request.", "icloudadmin@apple.com", IncidentStage.Requested)]
    [InlineData("Your IP has been removed from our block list.", "someone@elsewhere.test", IncidentStage.Requested)]
    [InlineData("Your IP has been unblocked, but the range will not be removed.", "icloudadmin@apple.com", IncidentStage.Requested)]
    [InlineData("Hello.\n\n> has been removed from the list", "icloudadmin@apple.com", IncidentStage.Requested)]
    public async Task Answer_IsAttached_AndMovesTheStage_OnlyWhereItIsClearAndTheirs(string text, string from, IncidentStage expected)
    {
        Remedy();
        await SendAsync();
        var message = $"From: <{from}>\r\nTo: anna@shop.test\r\nSubject: Re: Mail refused\r\nIn-Reply-To: <inc-1.apple.token1@mail.shop.test>\r\n\r\n{text}\r\n";
        Assert.Null(_desk.TakeAnswer(["another@mail.shop.test"], EmailAddress.Parse(from), message));
        Assert.NotNull(_desk.TakeAnswer(["INC-1.apple.token1@mail.shop.test"], EmailAddress.Parse(from), message));
        Kill();
        Assert.Equal(expected, Incident.Stage);
        Assert.Equal(from, Assert.Single(Incident.Answers).From);
        Assert.Contains(from, Incident.Timeline[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OverdueAnswer_IsToldOnce()
    {
        Remedy();
        await SendAsync();
        var told = new List<string>();
        _desk.FollowUp((incident, _) => told.Add(incident.Id));
        _time.Advance(TimeSpan.FromDays(3));
        _desk.FollowUp((incident, _) => told.Add(incident.Id));
        Kill();
        _desk.FollowUp((incident, _) => told.Add(incident.Id));
        Assert.Equal(["INC-1"], told);
        Assert.Contains("no answer of apple", Incident.Timeline[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ByHand_HasAFollowUpToo()
    {
        Remedy();
        Assert.Null(_desk.MarkRequested("INC-1", "I telephoned", "anna").Refusal);
        Assert.Equal((SentRequest.ByHand, RequestSamples.Now.AddDays(3)), (Incident.LastRequest!.Via, Incident.LastRequest.LookAgainAt));
        Assert.Null(_incidents.Mark("INC-1", IncidentStage.Refused, "no", "anna").Refusal);
        Assert.Contains("not again before", _desk.MarkRequested("INC-1", "again", "anna").Refusal, StringComparison.Ordinal);
        Assert.Equal((null, null), _desk.MarkRequested("INC-9", "x", "anna"));
    }

    private Task<(Incident? Incident, string? Refusal)> SendAsync() => SendAsync(null);

    private Task<(Incident? Incident, string? Refusal)> SendAsync(string? overrideReason) => _desk.SendAsync(RequestSamples.Draft(RequestSamples.Facts with { Incident = Incident }, "apple"), "anna", TestContext.Current.CancellationToken, overrideReason);

    private void Remedy() => Assert.Null(_remedies.Sign("INC-1", "done", "Anna", "", "anna").Refusal);

    private void Kill()
    {
        _store.Dispose();
        Open();
    }

    private void Open()
    {
        _store = SqliteIncidentStore.Open(Path.Combine(_folder.Path, "incidents.db"));
        _incidents = new IncidentBook(_store, _time);
        _remedies = new RemedyBook(_incidents, [new Remedy("compromise", "Compromise", [new RemedyStep("done", "Do it", "why", "", "https://x.test/")])]);
        var (answers, mistakes) = AnswerRuleFile.Read("answers.toml", File.ReadAllText(Path.Combine(Repository.Root, "data", "answers", "answers.toml"), Encoding.UTF8));
        Assert.Empty(mistakes);
        _desk = new RequestDesk(_incidents, _remedies, _mail, RequestSamples.Catalogue, new AnswerReader(answers), () => $"token{_mail.Sent.Count + 1}");
    }

    private sealed class KeptMail : IRequestMail
    {
        public List<RequestMail> Sent { get; } = [];

        public string? NoWay { get; set; }

        public string? Lost { get; set; }

        public Action? OnSend { get; set; }

        public Task<RequestDispatch> SendAsync(RequestMail mail, CancellationToken cancellationToken)
        {
            OnSend?.Invoke();
            if (NoWay is { } why) return Task.FromResult<RequestDispatch>(new RequestDispatch.NoWay(why));
            if (Lost is { } lost) return Task.FromResult<RequestDispatch>(new RequestDispatch.Unanswered("by a road", lost));
            Sent.Add(mail);
            return Task.FromResult<RequestDispatch>(new RequestDispatch.Gone("by a road"));
        }
    }
}
