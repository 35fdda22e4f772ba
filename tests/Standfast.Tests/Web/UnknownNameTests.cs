using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Standfast.Accounts;
using Standfast.Accounts.Pauses;
using Standfast.Mail;
using Standfast.Policy.Credentials;
using Standfast.Policy.Limits;
using Standfast.Policy.Limits.Planning;
using Standfast.Policy.Suppression;
using Standfast.Reputation.States;
using Standfast.Simulation.Engine;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Policy.Limits;
using Standfast.Tests.Policy.Suppression;
using Standfast.Tests.Reputation.States;
using Standfast.Tests.Storage;
using Standfast.Web;

namespace Standfast.Tests.Web;

/// <summary>What nobody bears is refused: else its owner would think that it is obeyed. Commands against endpoints, on loopback.</summary>
public sealed class UnknownNameTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo _lists = Directory.CreateTempSubdirectory();
    private readonly TemporaryFolder _folder = new();
    private readonly BookUnderTest _book = new();
    private readonly SqliteLimitSettings _settings;
    private readonly SendingStates _states;
    private LoopbackApi _api = null!;

    public UnknownNameTests()
    {
        _settings = SqliteLimitSettings.Open(_folder.File("limits.db"));
        _states = new SendingStates(new FakeStateStore(), new FakeReplies(), ResumptionPlan.Default, _time);
    }

    public async ValueTask InitializeAsync()
    {
        var accounts = new FixedAccounts([new SenderDomain(DomainName.Parse("shop.example"), AccountId.Default, default)]);
        var policy = new LimitPolicy(new Dictionary<LimitScope, ImmutableArray<LimitRule>>(), _settings, new HashSet<string>());
        var ramps = new LimitRamps(RampPlans.None, _settings, accounts, _book.Book, _book.Clock, isOn: false);
        _api = await LoopbackApi.StartAsync(
        services => services
            .AddSingleton<TimeProvider>(_time).AddSingleton(new SuppressionList(new FakeSuppressionStore(), new byte[16]))
            .AddSingleton<IAccountStore>(accounts)
            .AddSingleton(new KnownWays(new HashSet<string> { "gmail", "outlook" }, new HashSet<string> { "system" }, new HashSet<string> { "default" }))
            .AddSingleton(new ProviderDomains(new Dictionary<string, string> { ["gmail.com"] = "gmail" }))
            .AddSingleton(new LimitList(_book.Book, policy, ramps, RampPlans.None, _settings, accounts, _time)).AddSingleton(_states).AddSingleton(new SendingPauses(new NoPauses(), _time))
            .AddSingleton(new SendPlanner(policy, _book.Book, ramps, RampPlans.None, new NoCaps(), (_, _) => "default")),
        api =>
        {
            SuppressionEndpoints.Map(api);
            LimitEndpoints.Map(api);
            PlanEndpoints.Map(api);
            PauseEndpoints.Map(api);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        _settings.Dispose();
        _book.Dispose();
        _folder.Dispose();
        _lists.Delete(recursive: true);
    }

    [Theory]
    [InlineData("suppress add a@example.net --account shoop", "there is no account shoop; \"standfast account ls\"")]
    [InlineData("suppress import {0}/good --account shoop", "there is no account shoop")]
    [InlineData("suppress undo --cause springg", "no suppression came of the cause springg; \"standfast suppress ls\"")]
    [InlineData("limit set account:shoop 5 recipients/hour", "there is no account shoop")]
    [InlineData("limit set stream:shoop/bulk 5 recipients/hour", "there is no account shoop")]
    [InlineData("limit set credential:shop-1 5 recipients/hour", "there is no credential shop-1")]
    [InlineData("limit set source:seconds 5 recipients/hour", "there is no egress pool seconds; ")]
    [InlineData("limit set provider:gmial 5 recipients/hour", "there is no provider gmial")]
    [InlineData("pause --provider gmial --reason x", "there is no provider gmial; names are gmail, outlook, and")]
    [InlineData("pause --provider gmail.com --reason x", "gmail.com is a domain of the provider gmail: name gmail")]
    [InlineData("pause --source 192.0.2.9 --reason x", "there is no source 192.0.2.9; ")]
    public async Task Name_ThatNobodyBears_IsNotFound(string line, string expected)
    {
        var (exit, _, error) = await RunAsync(line);
        Assert.Equal(66, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Empty(_states.All);
    }

    [Theory]
    [InlineData("simulate {0}/plan", "line 3: there is no account shoop; \"standfast account ls\"")]
    [InlineData("suppress ls --limit 0", "limit = \"0\" must be a whole number from 1 to 1000")]
    [InlineData("suppress import {0}/empty", "the list is empty: it needs CSV")]
    [InlineData("suppress import {0}/none", "the list holds no address: ")]
    public async Task Nothing_IsNotTakenForSomething(string line, string expected)
    {
        var (exit, _, error) = await RunAsync(line);
        Assert.Equal(65, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PausedWay_IsListedWithThePauses_AndResumedByItsName()
    {
        foreach (var line in (string[])["pause --provider gmail --reason look", "pause --provider mx.example.net --reason look"]) Assert.Equal(0, (await RunAsync(line)).Exit);
        var (_, listed, _) = await RunAsync("pause ls");
        Assert.Contains("provider=gmail", listed, StringComparison.Ordinal);
        Assert.Contains("provider=mx.example.net", listed, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("resume --provider gmail")).Exit);
        Assert.DoesNotContain("provider=gmail", (await RunAsync("pause ls")).Output, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(string line)
    {
        await File.WriteAllTextAsync(Path.Combine(_lists.FullName, "good"), "a@example.net\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_lists.FullName, "none"), "nobody\nnowhere\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_lists.FullName, "empty"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_lists.FullName, "plan"), "recipients,domain,account\n5,gmail.com,default\n5,gmail.com,shoop\n", TestContext.Current.CancellationToken);
        return await _api.RunAsync(line.Replace("{0}", _lists.FullName, StringComparison.Ordinal).Split(' '));
    }

    private sealed class NoPauses : IPauseStore
    {
        public IReadOnlyList<Pause> Load() => [];

        public void Save(Pause pause) { }

        public void Remove(PauseTarget target) { }
    }

    private sealed class NoCaps : IWarmupOutlook
    {
        public IReadOnlyList<long> CapsOf(string pool, string provider) => [];
    }
}
