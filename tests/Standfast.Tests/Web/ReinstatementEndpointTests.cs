using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Standfast.Accounts.Audit;
using Standfast.Recovery;
using Standfast.Recovery.Requests;
using Standfast.Tests.Recovery;
using Standfast.Tests.Recovery.Requests;
using Standfast.Web;

namespace Standfast.Tests.Web;

/// <summary>The command against the endpoint, on loopback.</summary>
public sealed class ReinstatementEndpointTests : IAsyncLifetime
{
    private readonly IncidentBook _incidents = new(new FakeIncidentStore(), new FakeTimeProvider(RequestSamples.Now));
    private readonly KnownFacts _facts = new();
    private readonly KeptAudit _audit = new();
    private LoopbackApi _api = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _incidents.Open("outlook", "ip-reputation", "provider=outlook", "550 5.7.1 to anna@kunde.test (S3140)", "anna");
        _api = await LoopbackApi.StartAsync(
            services => services.AddSingleton(_incidents).AddSingleton(RequestSamples.Catalogue).AddSingleton<IRequestFacts>(_facts).AddSingleton<IAuditLog>(_audit),
            api =>
            {
                api.AddEndpointFilter(AuditFilter.RunAsync);
                ReinstatementEndpoints.Map(api);
            });
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Json_IsAPreview_AndAudited_ByNobody()
    {
        var (exit, output, _) = await RunAsync("incident", "request", "INC-1", "--json");
        Assert.Equal(0, exit);
        var answer = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("INC-1", "outlook", "form", true), (answer.GetProperty("incident").GetString(), answer.GetProperty("counterparty").GetString(), answer.GetProperty("kind").GetString(), answer.GetProperty("is_ready").GetBoolean()));
        Assert.Equal("Name", answer.GetProperty("fields")[0].GetProperty("label").GetString());
        Assert.Equal("attested", answer.GetProperty("remedies")[1].GetProperty("state").GetString());
        Assert.Empty(_audit.Entries);
    }

    [Fact]
    public async Task Documents_AreWrittenOut_AndAudited()
    {
        var (exit, markdown, _) = await RunAsync("incident", "request", "1");
        Assert.Equal((0, true), (exit, markdown.StartsWith("# Request to Outlook.com, Hotmail, Live, MSN (INC-1)\n", StringComparison.Ordinal)));
        Assert.DoesNotContain("anna@kunde", markdown, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", (await RunAsync("incident", "request", "1", "--format", "html")).Output, StringComparison.Ordinal);
        using var message = MimeMessage.Load(new MemoryStream(Encoding.ASCII.GetBytes((await RunAsync("incident", "request", "1", "--format", "eml")).Output)), Stop);
        Assert.Equal("Mail refused: 203.0.113.7 (INC-1)", message.Subject);
        var file = Path.Combine(_api.Folder, "request.pdf");
        var (_, told, _) = await RunAsync("incident", "request", "1", "--format", "pdf", "--output", file, "--json");
        Assert.Equal((file, new FileInfo(file).Length), (JsonDocument.Parse(told).RootElement.GetProperty("file").GetString(), JsonDocument.Parse(told).RootElement.GetProperty("octets").GetInt64()));
        Assert.Equal("%PDF", (await File.ReadAllTextAsync(file, Stop))[..4]);
        Assert.Equal(["outlook/form as markdown", "outlook/form as html", "outlook/form as eml", "outlook/form as pdf"], _audit.Entries.Select(entry => entry.Detail));
        Assert.All(_audit.Entries, entry => Assert.Equal(("incident.request", "INC-1"), (entry.Action, entry.Subject)));
    }

    [Fact]
    public async Task Html_MayLoadNothing()
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(_api.Url + "/v1/incidents/1/request?format=html"), Stop);
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData(66, "there is no incident INC-9", "INC-9")]
    [InlineData(65, "there is no playbook nobody; there are abusix, apple", "INC-1", "--counterparty", "nobody")]
    [InlineData(65, "spamhaus has no route zen; it has check, sbl, css", "INC-1", "--counterparty", "spamhaus/zen")]
    [InlineData(64, "--output is needed for a pdf", "INC-1", "--format", "pdf")]
    [InlineData(64, "'word'", "INC-1", "--format", "word")]
    [InlineData(73, "the listing ends about 24 hours after the last report", "INC-1", "--counterparty", "spamcop", "--format", "eml")]
    [InlineData(73, "/nowhere/at/all.pdf cannot be written", "INC-1", "--format", "pdf", "--output", "/nowhere/at/all.pdf")]
    [InlineData(65, "say in at most 2000 characters why", "INC-1", "--override", " ")]
    public async Task Mistakes_AreNamed(int exit, string expected, params string[] arguments)
    {
        var ran = await RunAsync(["incident", "request", .. arguments]);
        Assert.Equal(exit, ran.Exit);
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownCounterparty_AsksWhom()
    {
        _incidents.Open("mx.kunde.test", "ip-reputation", "provider=mx.kunde.test", "550 no", "anna");
        var (exit, _, error) = await RunAsync("incident", "request", "INC-2");
        Assert.Equal(73, exit);
        Assert.Contains("no playbook is about mx.kunde.test", error, StringComparison.Ordinal);
        PrintedCommands.AssertAllParse("request", error.Replace("standfast: ", "", StringComparison.Ordinal));
        Assert.Contains("\"counterparty\":\"hosting\"", (await RunAsync("incident", "request", "INC-2", "--counterparty", "hosting", "--json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailingRemedy_Is409_WithTheNextCommand_AndAnOverride_IsOnRecordEverywhere()
    {
        _facts.More = [new RemedyLine("The relay is closed", RemedyLineState.Failing, "it takes mail from anybody", "RC-3", RequestSamples.Now)];
        var (exit, _, error) = await RunAsync("incident", "request", "INC-1");
        Assert.Equal(73, exit);
        Assert.Contains("asking now would not be true: The relay is closed (it takes mail from anybody). Mend that", error, StringComparison.Ordinal);
        PrintedCommands.AssertAllParse("request", error.Replace("standfast: ", "", StringComparison.Ordinal));
        Assert.Empty(_audit.Entries);

        var (done, output, _) = await RunAsync("incident", "request", "INC-1", "--override", "the firewall closes it");
        Assert.Equal(0, done);
        Assert.Contains("Not done: The relay is closed. We ask without it for this reason: the firewall closes it", output, StringComparison.Ordinal);
        Assert.Equal("outlook/form as markdown, although steps fail: the firewall closes it", Assert.Single(_audit.Entries).Detail);
        Assert.Contains("although steps of the remedy fail: the firewall closes it", _incidents.Find("1")!.Timeline[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditThatCannotBeWritten_KeepsTheDocumentBack()
    {
        _audit.IsBroken = true;
        var (exit, output, error) = await RunAsync("incident", "request", "INC-1");
        Assert.Equal((75, ""), (exit, output));
        Assert.Contains("must be in the audit log", error, StringComparison.Ordinal);
    }

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) => _api.RunAsync(arguments);

    private sealed class KnownFacts : IRequestFacts
    {
        public IReadOnlyList<RemedyLine> More { get; set; } = [];

        public Task<RequestFacts> ReadAsync(Incident incident, CancellationToken cancellationToken) => Task.FromResult(RequestSamples.Facts with { Incident = incident, Remedies = [.. RequestSamples.Facts.Remedies, .. More] });
    }

    private sealed class KeptAudit : IAuditLog
    {
        public List<(string Action, string Subject, string? Detail)> Entries { get; } = [];

        public bool IsBroken { get; set; }

        public Task<AuditEntry> AppendAsync(string actor, string action, string subject, string? detail, CancellationToken cancellationToken)
        {
            if (IsBroken) throw new IOException("broken");
            Entries.Add((action, subject, detail));
            return Task.FromResult<AuditEntry>(null!);
        }

        public Task<IReadOnlyList<AuditEntry>> TailAsync(int count, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
