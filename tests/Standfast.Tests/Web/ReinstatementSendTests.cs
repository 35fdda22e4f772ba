using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Standfast.Cli;
using Standfast.Recovery;
using Standfast.Recovery.Answers;
using Standfast.Recovery.Diagnosis;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;
using Standfast.Server.Hosting;
using Standfast.Tests.Recovery;
using Standfast.Tests.Recovery.Requests;
using Standfast.Web;

namespace Standfast.Tests.Web;

/// <summary>The command that sends a request against the endpoint, on loopback.</summary>
public sealed class ReinstatementSendTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory();
    private readonly IncidentBook _incidents = new(new FakeIncidentStore(), new FakeTimeProvider(RequestSamples.Now));
    private readonly Road _road = new();
    private WebApplication? _server;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var remedies = new RemedyBook(_incidents, [new Remedy("compromise", "Compromise", [new RemedyStep("done", "Do it", "why", "", "https://x.test/")])]);
        _incidents.Open("apple", "ip-reputation", "provider=apple", "550 5.7.1 blocked", "anna");
        remedies.Diagnose("INC-1", SuspensionCause.Compromise, "a key", "anna");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_incidents).AddSingleton(RequestSamples.Catalogue).AddSingleton(remedies).AddSingleton<IncidentView>().AddSingleton<IIncidentFacts>(new NoFacts()).AddSingleton<IRequestFacts>(new KnownFacts(remedies))
            .AddSingleton(new RequestDesk(_incidents, remedies, _road, RequestSamples.Catalogue, new AnswerReader([]), () => "token"));
        _server = builder.Build();
        ReinstatementEndpoints.Map(_server.MapGroup("/v1"));
        _server.Urls.Add("http://127.0.0.1:0");
        await _server.StartAsync(Stop);
        await File.WriteAllTextAsync(Path.Combine(_data.FullName, "admin.token"), "token", Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _data.Delete(recursive: true);
    }

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

    private async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await CliApplication.RunAsync(["incident", "request", .. arguments[0] == "INC-9" ? [] : new[] { "INC-1" }, .. arguments, "--url", _server!.Urls.First(), "--data", _data.FullName], "/configured", new SpoolFiles(), output, error);
        return (exit, output.ToString(), error.ToString());
    }

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
