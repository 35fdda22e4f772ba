using Standfast.Delivery.Providers;
using Standfast.Reputation.Statistics.Limits;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Reputation.Statistics.Limits;

public sealed class LimitFilesTests
{
    private const string Good = """
        version = 1
        [[limit]]
        id = "x"
        provider = "gmail"
        metric = "complaint-rate"
        warn = 0.001
        limit = 0.003
        window = "1d"
        least = 100
        meaning = "blocked"
        source = "https://example.org/"
        date = "2026-11-26"
        """;

    [Fact]
    public void DataFiles_AreWithoutMistakes_AndNameKnownProviders()
    {
        var (limits, mistakes) = LimitFiles.ReadFolder(Path.Combine(Repository.Root, "data", "limits"));
        Assert.Empty(mistakes);
        Assert.Contains(limits, limit => limit is { Provider: "gmail", Metric: LimitMetric.ComplaintRate, Warn: 0.001, Limit: 0.003, IsSeen: false });
        var providers = ProviderFiles.ReadFolder(Path.Combine(Repository.Root, "data", "providers")).Catalogue.Profiles.Select(profile => profile.Name).ToHashSet();
        Assert.All(limits, limit => Assert.True(limit.Provider == PublishedLimit.Everybody || providers.Contains(limit.Provider), limit.Provider));
    }

    [Fact]
    public void Good_IsRead()
    {
        var (limits, mistakes) = LimitFiles.Read("x.toml", Good);
        Assert.Empty(mistakes);
        Assert.Equal(new PublishedLimit("x", "gmail", LimitMetric.ComplaintRate, 0.001, 0.003, TimeSpan.FromDays(1), 100, "blocked", true, "https://example.org/", "2026-11-26"), Assert.Single(limits));
    }

    [Theory]
    [InlineData("version = 1", "version = 2", "version must be 1")]
    [InlineData("metric = \"complaint-rate\"", "metric = \"luck\"", "metric must be")]
    [InlineData("limit = 0.003", "limit = 30", "limit must be above 0 and at most 1")]
    [InlineData("limit = 0.003", "limit = 0.0005", "warn must be below")]
    [InlineData("limit = 0.003", "limit = nan", "limit must be above 0")]
    [InlineData("window = \"1d\"", "window = \"30d\"", "window must be 1h to 7d")]
    [InlineData("least = 100", "least = -1", "least must be")]
    [InlineData("date = \"2026-11-26\"", "", "date is missing")]
    [InlineData("least = 100", "lest = 100", "\"lest\" is not known")]
    [InlineData("[[limit]]", "[[limit", "x.toml")]
    public void Mistakes_AreNamed(string good, string bad, string expected)
    {
        var (limits, mistakes) = LimitFiles.Read("x.toml", Good.Replace(good, bad, StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.Contains(expected, StringComparison.Ordinal));
        Assert.True(limits.Count == 0 || good.StartsWith("version", StringComparison.Ordinal));
    }
}
