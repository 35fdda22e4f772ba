using System.Text.RegularExpressions;
using Standfast.Recovery.Doctor;
using Standfast.Recovery.Doctor.Advisories;
using Standfast.Recovery.Doctor.Checks;
using Standfast.Recovery.Doctor.Facts;
using Standfast.Reputation.Identity;
using Standfast.Tests.Architecture;
using Standfast.Tests.Documentation;

namespace Standfast.Tests.Recovery.Doctor;

public sealed partial class SecurityAuditTests
{
    private static readonly IReadOnlyList<IDoctorCheck> s_checks = AllChecks.List(GenericNames.Read("names.toml", File.ReadAllText(Path.Combine(Repository.Root, "data", "identity", "names.toml"))).Names);

    private static readonly (CheckCatalogue Catalogue, IReadOnlyList<string> Mistakes) s_texts = CheckCatalogue.ReadFolder(Path.Combine(Repository.Root, "data", "doctor"), s_checks.Select(check => check.Id));

    private static readonly IReadOnlyList<Seed> s_seeds = [.. HostSeeds.All, .. NameSeeds.All, .. StandingSeeds.All, .. ServerSeeds.All];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int, string> Seeds => [.. s_seeds.Select((seed, index) => (index, seed.Id))];

    [Fact]
    public async Task CleanSetUp_HasNoFindings()
    {
        var results = await LookAsync(new DoctorWorld());
        Assert.Equal([], results.Where(result => result.Status is CheckStatus.Warn or CheckStatus.Fail).Select(result => $"{result.Id} {result.Cause}"));
        Assert.Equal([], results.Where(result => result.Status == CheckStatus.Skipped).Select(result => $"{result.Id} {result.Cause}"));
        Assert.Equal(s_checks.Count, results.Count);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Fault_IsFound_AloneAndWithItsFix(int index, string id)
    {
        var world = new DoctorWorld();
        s_seeds[index].Break(world);
        var found = (await LookAsync(world)).Where(result => result.Status is CheckStatus.Warn or CheckStatus.Fail).ToList();
        Assert.Equal([id], found.Select(result => result.Id).Distinct());
        Assert.Contains(found, result => result.Fix.Contains(s_seeds[index].Fix, StringComparison.Ordinal));
        Assert.Equal(found.Count, found.DistinctBy(result => (result.Id, result.Subject, result.Fix)).Count());
        Assert.All(found, result => Assert.True(result.Status == s_texts.Catalogue.Find(id)!.Severity && result.Cause.Length > 10 && !result.Fix.Contains('{', StringComparison.Ordinal), $"{result.Cause} | {result.Fix}"));
    }

    [Fact]
    public void EveryCheck_HasAFaultAndAText()
    {
        Assert.Equal([], s_texts.Mistakes);
        Assert.Equal(s_checks.Select(check => check.Id).Order(StringComparer.Ordinal), s_seeds.Select(seed => seed.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.True(s_checks.Count >= 80);
    }

    [Fact]
    public async Task DmarcOfTheDomainAbove_IsNamedAlone_WhereItCounts()
    {
        var world = new DoctorWorld();
        world.Zone.Text($"_dmarc.{DoctorWorld.Domain}", "v=DMARC1; p=none");
        world.Zone.Text($"_dmarc.{DoctorWorld.Other}");
        var found = Assert.Single(await LookAsync(world), result => result.Status is CheckStatus.Warn or CheckStatus.Fail);
        Assert.Equal(("DR-3033", $"_dmarc.{DoctorWorld.Domain}"), (found.Id, found.Subject));
    }

    [Fact]
    public async Task WhatCannotBeRead_IsSkipped_AndIsNoFault()
    {
        var world = new DoctorWorld();
        var blind = world.Facts with { Host = new HostFacts("/var/lib/standfast"), Network = null, Certificate = null, Standing = null, Accounts = null, Service = null, Software = null };
        var results = await LookAsync(blind);
        Assert.DoesNotContain(results, result => result.Status is CheckStatus.Warn or CheckStatus.Fail);
        Assert.Contains(results, result => result is { Id: "DR-1001", Status: CheckStatus.Skipped, Cause.Length: > 10 });
        Assert.Contains(results, result => result is { Id: "DR-3010", Status: CheckStatus.Skipped });
    }

    [Fact]
    public async Task SilentDns_IsNoFaultOfRecords()
    {
        var world = new DoctorWorld();
        foreach (var name in (string[])[DoctorWorld.Domain, DoctorWorld.Other, DoctorWorld.Host, $"_dmarc.{DoctorWorld.Domain}", $"_dmarc.{DoctorWorld.Other}", DoctorWorld.KeyName, $"s1._domainkey.{DoctorWorld.Other}", DoctorWorld.Four, DoctorWorld.Six]) world.Zone.Silent.Add(name);
        var results = await LookAsync(world);
        Assert.DoesNotContain(results, result => result.Status is CheckStatus.Warn or CheckStatus.Fail);
        Assert.All((string[])["DR-3001", "DR-3004", "DR-3010", "DR-3022", "DR-3030", "DR-3040"], id => Assert.Contains(results, result => result.Id == id && result.Status == CheckStatus.Skipped));
    }

    [Fact]
    public async Task Areas_AreAllThatIsLookedAt_AndQuestionsAreAskedOnce()
    {
        var world = new DoctorWorld();
        var results = await new SecurityAudit(s_checks, s_texts.Catalogue, TimeProvider.System).RunAsync(world.Facts, new HashSet<CheckArea> { CheckArea.Identity }, Stop);
        Assert.All(results, result => Assert.Equal(CheckArea.Identity, result.Area));
        // Two domains: TXT, DMARC, DKIM and MX of each; TLS-RPT and MTA-STS of the local one; the server's name; two addresses back to their names.
        Assert.Equal((2 * 4) + 2 + 1 + 2, world.Zone.Questions);
    }

    /// <summary>What is no fault, though it looks a little like one.</summary>
    [Fact]
    public async Task Sound_IsNotFoundFault()
    {
        foreach (var change in (Action<DoctorWorld>[])
                 [
                     // ext4(5): it reorders what was not synced; what was is on the disk.
                     world => world.OnHost(host => host with { MountOptions = ["rw", "data=writeback"] }),
                     world =>
                     {
                         world.OnNetwork(network => network with { Resolvers = [System.Net.IPAddress.Parse("8.8.8.8")] });
                         world.Set("reputation.list_servers", "127.0.0.1:5353");
                     },
                 ])
        {
            var world = new DoctorWorld();
            change(world);
            Assert.Equal([], (await LookAsync(world)).Where(result => result.Status is CheckStatus.Warn or CheckStatus.Fail).Select(result => $"{result.Id} {result.Cause}"));
        }
    }

    [Fact]
    public async Task CheckThatHangs_IsSkipped()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var started = new TaskCompletionSource();
        var audit = new SecurityAudit([new Hanging(started)], s_texts.Catalogue, time);
        var running = audit.RunAsync(new DoctorWorld().Facts, new HashSet<CheckArea>(), Stop);
        await started.Task;
        time.Advance(SecurityAudit.Limit);
        var result = Assert.Single(await running);
        Assert.True(result is { Id: "DR-1001", Status: CheckStatus.Skipped });
    }

    [Fact]
    public async Task CheckThatThrows_IsSkippedWithItsReason_AndTheOthersAreHeard()
    {
        var world = new DoctorWorld();
        world.OnHost(host => host with { OpenFilesLimit = 1_024 });
        var results = await new SecurityAudit([.. s_checks, new Throwing()], s_texts.Catalogue, TimeProvider.System).RunAsync(world.Facts, new HashSet<CheckArea>(), Stop);
        Assert.Contains(results, result => result is { Id: "DR-1003", Status: CheckStatus.Skipped } && result.Cause.Contains("a record of no known form", StringComparison.Ordinal));
        Assert.Contains(results, result => result is { Id: "DR-1001", Status: CheckStatus.Warn });
    }

    [Fact]
    public void Page_ListsExactlyTheChecks()
    {
        var listed = DocumentedTable.Read("doctor.md").Where(row => row.Cells[0].StartsWith("DR-", StringComparison.Ordinal)).Select(row => $"{row.Heading} {string.Join(" | ", row.Cells)}");
        var coded = s_texts.Catalogue.All.Select(text => $"{text.Area.ToString().ToLowerInvariant()} {text.Id} | {text.Severity.ToString().ToLowerInvariant()} | {text.Title} | {(text.Fix.Contains('`', StringComparison.Ordinal) ? text.Fix : $"`{text.Fix}`")}");
        Assert.Equal(coded.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Fixes_NameOnlySettingsThatThereAre()
    {
        foreach (var text in s_texts.Catalogue.All)
            foreach (Match setting in Setting().Matches(text.Fix))
                Assert.True(Standfast.Server.Configuration.SettingCatalogue.Find(setting.Groups[1].Value) is not null, $"{text.Id}: {setting.Value}");
    }

    /// <summary>As they are printed, with what was found in them: each is one that the program takes, with all that it wants.</summary>
    [Fact]
    public async Task Fixes_NameOnlyCommandsThatThereAre()
    {
        foreach (var seed in s_seeds)
        {
            var world = new DoctorWorld();
            seed.Break(world);
            foreach (var result in (await LookAsync(world)).Where(result => result.Status is CheckStatus.Warn or CheckStatus.Fail)) PrintedCommands.AssertAllParse(result.Id, result.Fix);
        }
    }

    [Fact]
    public void Advisories_AreRead()
    {
        var (feed, mistakes) = AdvisoryFeed.ReadFolder(Path.Combine(Repository.Root, "data", "advisories"));
        Assert.Equal([], mistakes);
        Assert.Contains(feed.Packages, one => one.Package == "libclamav12");
        Assert.Contains(feed.Supports, end => end is { Product: "dotnet", Version: "10.0" });
        Assert.All(feed.Packages, one => Assert.True(one.Source.Length > 0 && one.Date.Year >= 2026));
    }

    private static Task<IReadOnlyList<CheckResult>> LookAsync(DoctorWorld world) => LookAsync(world.Facts);

    private static Task<IReadOnlyList<CheckResult>> LookAsync(DoctorFacts facts) => new SecurityAudit(s_checks, s_texts.Catalogue, TimeProvider.System).RunAsync(facts, new HashSet<CheckArea>(), Stop);

    [GeneratedRegex(@"(?<![\w./-])((?:server|smtp|submissions?|http|dns|delivery|guard|reputation|alerts|accounts|limits|tls|tracking|consent|feedback)\.[a-z_]+) =")]
    private static partial Regex Setting();

    private sealed class Throwing : IDoctorCheck
    {
        public string Id => "DR-1003";

        public ValueTask<CheckOutcome> LookAsync(DoctorFacts facts, CancellationToken cancellationToken) => throw new FormatException("a record of no known form");
    }

    private sealed class Hanging(TaskCompletionSource started) : IDoctorCheck
    {
        public string Id => "DR-1001";

        public async ValueTask<CheckOutcome> LookAsync(DoctorFacts facts, CancellationToken cancellationToken)
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return CheckOutcome.Good;
        }
    }
}
