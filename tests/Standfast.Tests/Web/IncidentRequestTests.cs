using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Standfast.Recovery;
using Standfast.Recovery.Answers;
using Standfast.Recovery.Diagnosis;
using Standfast.Recovery.Intake;
using Standfast.Recovery.Notices;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;
using Standfast.Tests.Architecture;
using Standfast.Tests.Recovery;
using Standfast.Tests.Recovery.Requests;
using Standfast.Tests.Reputation.States;
using Standfast.Web;

namespace Standfast.Tests.Web;

/// <summary>The commands that send a request, mark it and report on it against the endpoints, on loopback.</summary>
public sealed class IncidentRequestTests : IAsyncLifetime
{
    private readonly IncidentBook _incidents = new(new FakeIncidentStore(), new FakeTimeProvider(RequestSamples.Now));
    private readonly Road _road = new();
    private LoopbackApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        var remedies = new RemedyBook(_incidents, [new Remedy("compromise", "Compromise", [new RemedyStep("done", "Do it", "why", "", "https://x.test/")])]);
        _incidents.Open("apple", "ip-reputation", "provider=apple", "550 5.7.1 blocked", "anna");
        remedies.Diagnose("INC-1", SuspensionCause.Compromise, "a key", "anna");
        var notices = new NoticeReader(NoticeRuleFiles.ReadFolder(Path.Combine(Repository.Root, "data", "notices")).Rules, new FakeReplies());
        _api = await LoopbackApi.StartAsync(
            services => services.AddSingleton(_incidents).AddSingleton(RequestSamples.Catalogue).AddSingleton(remedies).AddSingleton<IncidentView>().AddSingleton<IIncidentFacts>(new NoFacts()).AddSingleton<IRequestFacts>(new KnownFacts(remedies))
                .AddSingleton(notices).AddSingleton(new NoticeDesk(_incidents, remedies, notices, _ => null)).AddSingleton<TimeProvider>(new FakeTimeProvider(RequestSamples.Now))
                .AddSingleton(new RequestDesk(_incidents, remedies, _road, RequestSamples.Catalogue, new AnswerReader([]), () => "token")),
            api =>
            {
                ReinstatementEndpoints.Map(api);
                IncidentLifeEndpoints.Map(api.MapGroup("/incidents"));
            });
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Send_IsRefused_WhileAStepIsOpen_AndAnOverrideStaysOnRecord()
    {
        var (exit, _, error) = await RunAsync("--send");
        Assert.Equal(73, exit);
        Assert.Contains("asking now would not be true", error, StringComparison.Ordinal);
        Assert.Equal(0, _road.Sent);

        (exit, var output, error) = await RunAsync("--send", "--override", "it is done by tomorrow", "--json");
        Assert.True(exit == 0, error);
        var answer = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("requested", "by a road", "overridden"), (answer.GetProperty("incident").GetProperty("stage").GetString(), answer.GetProperty("requests")[0].GetProperty("via").GetString(), answer.GetProperty("checklist")[0].GetProperty("state").GetString()));
        Assert.Equal(1, _road.Sent);

        (exit, _, error) = await RunAsync("--send");
        Assert.Equal(73, exit);
        Assert.Contains("not again before", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_OfWhatIsNoMail_SaysWhatToDo()
    {
        var (exit, _, error) = await RunAsync("--send", "--counterparty", "outlook", "--override", "x");
        Assert.Equal(73, exit);
        Assert.Contains("not asked by mail", error, StringComparison.Ordinal);
        Assert.Equal(66, (await RunAsync("INC-9", "--send")).Exit);
    }

    [Fact]
    public async Task Report_SaysWhatWasAsked_InEachFormat()
    {
        Assert.Equal(0, (await RunAsync("--send", "--override", "it is done by tomorrow")).Exit);
        var (exit, page, error) = await _api.RunAsync("incident", "report", "INC-1");
        Assert.True(exit == 0, error);
        Assert.StartsWith("# Incident INC-1: apple", page, StringComparison.Ordinal);
        Assert.Contains("asked apple by a road", page, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", (await _api.RunAsync("incident", "report", "INC-1", "--format", "html")).Output, StringComparison.Ordinal);
        var answer = JsonDocument.Parse((await _api.RunAsync("incident", "report", "INC-1", "--json")).Output).RootElement;
        Assert.Equal((page.TrimEnd(), "requested"), (answer.GetProperty("report").GetString()!.TrimEnd(), answer.GetProperty("incident").GetProperty("stage").GetString()));
        var file = Path.Combine(_api.Folder, "report.md");
        Assert.Equal(0, (await _api.RunAsync("incident", "report", "INC-1", "--output", file)).Exit);
        Assert.Equal(page.TrimEnd(), (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).TrimEnd());
        Assert.Equal(66, (await _api.RunAsync("incident", "report", "INC-9")).Exit);
    }

    [Fact]
    public async Task MarkedByHand_HasADateForTheNextQuestion()
    {
        Assert.NotEqual(0, (await _api.RunAsync("incident", "mark", "INC-1", "requested", "--reason", "I telephoned")).Exit);
        Assert.Equal(0, (await _api.RunAsync("incident", "sign", "INC-1", "done", "--by", "Anna Berg", "--note", "done")).Exit);
        var (exit, output, error) = await _api.RunAsync("incident", "mark", "INC-1", "requested", "--reason", "I telephoned", "--json");
        Assert.True(exit == 0, error);
        var asked = JsonDocument.Parse(output).RootElement.GetProperty("requests")[0];
        Assert.Equal(("by hand", RequestSamples.Now.AddDays(3)), (asked.GetProperty("via").GetString(), asked.GetProperty("look_again_at").GetDateTimeOffset()));
    }

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) => _api.RunAsync(["incident", "request", .. arguments[0] == "INC-9" ? [] : new[] { "INC-1" }, .. arguments]);

    private sealed class KnownFacts(RemedyBook remedies) : IRequestFacts
    {
        public Task<RequestFacts> ReadAsync(Incident incident, CancellationToken cancellationToken) =>
            Task.FromResult(RequestSamples.Facts with { Incident = incident, Remedies = RemedyLines.Of(remedies.Checklist(incident), incident.Id, RequestSamples.Now) });
    }

    private sealed class NoFacts : IIncidentFacts
    {
        public DiagnosisFacts ForDiagnosis(Incident incident) => new(incident.Counterparty, incident.Cause, []);

        public Task<(DiagnosisFacts Diagnosis, RemedyFacts Remedy)> ReadAsync(Incident incident, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class Road : IRequestMail
    {
        public int Sent { get; private set; }

        public Task<RequestDispatch> SendAsync(RequestMail mail, CancellationToken cancellationToken)
        {
            Sent++;
            return Task.FromResult<RequestDispatch>(new RequestDispatch.Gone("by a road"));
        }
    }
}
