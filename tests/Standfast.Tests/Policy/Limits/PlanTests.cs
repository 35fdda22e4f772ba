using System.Collections.Immutable;
using Standfast.Mail;
using Standfast.Policy.Limits;
using Standfast.Policy.Limits.Planning;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Policy.Limits;

public sealed class PlanTests : IDisposable
{
    private static readonly DateOnly s_today = new(2026, 11, 26);

    private static readonly ProviderDomains s_providers = new(new Dictionary<string, string> { ["gmail.com"] = "gmail", ["hotmail.com"] = "outlook" });

    private readonly TemporaryFolder _folder = new();
    private readonly BookUnderTest _book = new();

    public void Dispose()
    {
        _book.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void File_IsReadWithItsColumnsInAnyOrder()
    {
        var (sends, mistakes) = PlanFile.Read("\uFEFFrecipients,Campaign,domain,stream,start,from\r\n100,\"a, \"\"b\"\"\",GMail.com,shop/news,2026-12-01,shop.example\r\n\r\n5,c,example.net,,2020-01-01,\r\n", s_providers, s_today);
        Assert.Empty(mistakes);
        Assert.Equal(
            [
                new PlannedSend(2, "a, \"b\"", new DateOnly(2026, 12, 1), 100, "gmail", AccountId.Parse("shop"), StreamName.Parse("news"), DomainName.Parse("shop.example")),
                new PlannedSend(4, "c", s_today, 5, "example.net", AccountId.Default, StreamName.Bulk, null),
            ],
            sends);
    }

    [Theory]
    [InlineData("", "the file needs")]
    [InlineData("campaign,domain\na,gmail.com", "line 1: the column \"recipients\" is missing")]
    [InlineData("recipients,size\n1,2", "line 1: there is no column \"size\"; columns are")]
    [InlineData("recipients,campaign\n1", "line 2: 1 fields for 2 columns")]
    [InlineData("recipients\n0", "line 2: recipients = \"0\": must be")]
    [InlineData("recipients\n99999999999", "line 2: recipients = \"99999999999\": must be")]
    [InlineData("recipients,start\n1,tomorrow", "line 2: start = \"tomorrow\": must be a day such as 2026-12-01")]
    [InlineData("recipients,provider\n1,google", "line 2: provider = \"google\": must be a name of data/mailbox-domains: gmail, outlook")]
    [InlineData("recipients,account\n1,a b", "line 2: account = \"a b\": must be")]
    public void Mistakes_NameLineAndColumn(string text, string mistake)
    {
        var (sends, mistakes) = PlanFile.Read(text, s_providers, s_today);
        Assert.Empty(sends);
        Assert.StartsWith(mistake, Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_TakesWhatAllThatBindsItLeaves_InTheOrderOfStart()
    {
        var plan = Make("first,2026-11-27,150,gmail.com\nsecond,2026-11-26,50,gmail.com\nthird,2026-11-26,70,hotmail.com", "100 recipients/day", []);
        Assert.Empty(plan.Unsent);
        Assert.Equal(
            [
                "26 second 50 -", "26 third 50 account:shop 100 recipients/day", "27 third 20 -", "27 first 80 account:shop 100 recipients/day", "28 first 70 -",
            ],
            plan.Days.Select(day => $"{day.Day.Day} {day.Send.Campaign} {day.Recipients} {day.BoundBy ?? "-"}"));
    }

    [Fact]
    public void Warmup_CapsEachDay_AndThenNoMore()
    {
        var plan = Make("a,2026-11-26,1000,gmail.com", "10k recipients/hour", [50, 75]);
        Assert.Equal(["50 warm-up of pool default at gmail", "75 warm-up of pool default at gmail", "875 -"], plan.Days.Select(day => $"{day.Recipients} {day.BoundBy ?? "-"}"));
    }

    [Fact]
    public async Task Today_HasWhatIsLeftOfIt()
    {
        Assert.Null(await _book.SendAsync(BookUnderTest.Demand("100 recipients/day", 60)));
        Assert.Equal([40, 60], Make("a,2026-11-26,100,gmail.com", "100 recipients/day", []).Days.Select(day => day.Recipients));
    }

    [Fact]
    public void Plan_ThatNeverEnds_SaysSo()
    {
        var plan = Make("a,2026-11-26,100000,gmail.com", "5 recipients/day", []);
        Assert.Equal(100_000 - (5 * SendPlanner.MaxDays), Assert.Single(plan.Unsent).Value);
    }

    private SendPlan Make(string lines, string rules, IReadOnlyList<long> caps)
    {
        using var settings = SqliteLimitSettings.Open(_folder.File("s.db"));
        using var accounts = SqliteAccountStore.Open(_folder.File("a.db"), _book.Clock);
        Assert.True(LimitRule.TryParseList(rules, out var parsed));
        settings.Set(BookUnderTest.Shop, parsed);
        var policy = new LimitPolicy(new Dictionary<LimitScope, ImmutableArray<LimitRule>>(), settings, s_providers.Names);
        var ramps = new LimitRamps(RampPlans.None, settings, accounts, _book.Book, _book.Clock, isOn: false);
        var planner = new SendPlanner(policy, _book.Book, ramps, RampPlans.None, new Caps(caps), (_, _) => "default");
        var (sends, mistakes) = PlanFile.Read("campaign,start,recipients,domain,account\n" + string.Join('\n', lines.Split('\n').Select(line => line + ",shop")), s_providers, s_today);
        Assert.Empty(mistakes);
        return planner.Make(sends, s_today);
    }

    private sealed class Caps(IReadOnlyList<long> caps) : IWarmupOutlook
    {
        public IReadOnlyList<long> CapsOf(string pool, string provider) => caps;
    }
}
