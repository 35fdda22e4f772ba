using System.Net;
using Standfast.Reputation.Blocklists;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Reputation.Blocklists;

public sealed class BlocklistFilesTests
{
    private const string Good = """
        version = 1
        [[list]]
        id = "bl"
        zone = "bl.example"
        operator = "Somebody"
        about = ["ip4"]
        tier = 1
        access = "open"
        every = "15m"
        listed = ["127.0.0.2"]
        unlisted = ["127.0.0.1"]
        quoted = ["bl.example"]
        removal = "https://bl.example/"
        procedure = "ask"
        expiry = "a day"
        rules = "free"
        source = "https://bl.example/"
        date = "2026-11-26"
        [[list.code]]
        code = "127.0.0.2"
        meaning = "spam"
        severity = "high"
        [[closed]]
        zones = ["gone.example"]
        reason = "closed"
        since = "2020"
        answers = "everything"
        source = "ours"
        date = "2026-11-26"
        """;

    [Fact]
    public void Folder_OfTheProject_HasNoMistakes()
    {
        var (catalogue, mistakes) = BlocklistFiles.ReadFolder(Path.Combine(Repository.Root, "data", "blocklists"));
        Assert.Empty(mistakes);
        Assert.True(catalogue.Lists.Count >= 37);
        Assert.True(catalogue.Closed.Count >= 181);
        // No closed zone is among those that are asked, whatever files say.
        Assert.All(catalogue.Lists, list => Assert.Null(catalogue.WhyClosed(list.Zone.Value)));
        Assert.All(catalogue.Lists, list => Assert.NotEmpty(list.Unlisted));
        Assert.All(catalogue.Lists.Where(list => list.Access == ListAccess.Key), list => Assert.NotNull(list.KeyedZone));
    }

    [Fact]
    public void Read_TakesEveryField()
    {
        var (catalogue, mistakes) = BlocklistFiles.Read([("a.toml", Good)]);
        Assert.Empty(mistakes);
        var list = Assert.Single(catalogue.Lists);
        Assert.Equal(("bl", "bl.example", 1, ListingSubjects.Ip4, ListAccess.Open, TimeSpan.FromMinutes(15)), (list.Id, list.Zone.Value, list.Tier, list.About, list.Access, list.Every));
        Assert.Same(list, catalogue.Find("bl.example"));
        Assert.Equal("closed", catalogue.WhyClosed("gone.example")!.Reason);
    }

    [Fact]
    public void OwnersList_TakesThePlaceOfOurs_ByIdOrZone()
    {
        var weight = Good[..Good.IndexOf("[[closed]]", StringComparison.Ordinal)].Replace("tier = 1", "tier = 3", StringComparison.Ordinal);
        foreach (var own in (string[])[weight, weight.Replace("id = \"bl\"", "id = \"mine\"", StringComparison.Ordinal)])
        {
            var (catalogue, mistakes) = BlocklistFiles.Read([("a.toml", Good)], ("own.toml", own));
            Assert.Empty(mistakes);
            Assert.Equal(3, Assert.Single(catalogue.Lists).Tier);
        }

        var (both, _) = BlocklistFiles.Read([("a.toml", Good)], ("own.toml", weight.Replace("\"bl", "\"private-bl", StringComparison.Ordinal)));
        Assert.Equal(["bl", "private-bl"], both.Lists.Select(list => list.Id));
    }

    [Fact]
    public void OwnersList_OfAClosedZone_IsAMistake_AndSoIsAMissingFile()
    {
        var closed = Good[..Good.IndexOf("[[closed]]", StringComparison.Ordinal)].Replace("zone = \"bl.example\"", "zone = \"gone.example\"", StringComparison.Ordinal);
        Assert.Equal(["zone gone.example is described 2 times"], BlocklistFiles.Read([("a.toml", Good)], ("own.toml", closed)).Mistakes);
        var missing = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.StartsWith($"{missing}: cannot be read", Assert.Single(BlocklistFiles.ReadFolder(Path.Combine(Repository.Root, "data", "blocklists"), missing).Mistakes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tier = 1", "tier = 4", "tier")]
    [InlineData("about = [\"ip4\"]", "about = [\"ip5\"]", "about")]
    [InlineData("access = \"open\"", "access = \"key\"", "keyed_zone")]
    [InlineData("unlisted = [\"127.0.0.1\"]", "", "lists everybody")]
    [InlineData("code = \"127.0.0.2\"", "code = \"10.0.0.2\"", "127.0.0.0/8")]
    [InlineData("quoted = [\"bl.example\"]", "quoted = [\"bl\"]", "quoted")]
    [InlineData("zones = [\"gone.example\"]", "zones = [\"bl.example\"]", "described 2 times")]
    [InlineData("date = \"2026-11-26\"\n[[list.code]]", "[[list.code]]", "date")]
    [InlineData("every = \"15m\"", "every = \"15m\"\ncolour = \"red\"", "colour")]
    public void Read_ReportsMistakes(string right, string wrong, string mistake)
    {
        var text = Good.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);
        var (catalogue, mistakes) = BlocklistFiles.Read([("a.toml", text)]);
        Assert.Contains(mistakes, line => line.Contains(mistake, StringComparison.Ordinal));
        Assert.Empty(catalogue.Lists);
    }

    [Theory]
    [InlineData("127.0.0.2", "127.0.0.2", true)]
    [InlineData("127.0.0.2", "127.0.0.3", false)]
    [InlineData("127.0.0.8-127.0.0.11", "127.0.0.10", true)]
    [InlineData("127.0.0.8-127.0.0.11", "127.0.0.12", false)]
    [InlineData("127.0.x.3", "127.0.15.3", true)]
    [InlineData("127.0.x.3", "127.0.15.2", false)]
    [InlineData("bit 8", "127.0.0.12", true)]
    [InlineData("bit 8", "127.0.0.4", false)]
    [InlineData("bit 8", "127.0.1.8", false)]
    [InlineData("127.0.0.2", "::1", false)]
    public void Code_Matches(string code, string answer, bool matches)
    {
        Assert.True(ReturnCode.TryParse(code, "m", ListingSeverity.Low, out var read));
        Assert.Equal(matches, read.Matches(IPAddress.Parse(answer)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0")]
    [InlineData("127.0.0.256")]
    [InlineData("128.0.0.2")]
    [InlineData("127.0.0.9-127.0.0.2")]
    [InlineData("bit 3")]
    [InlineData("bit 256")]
    public void Code_IsRefused(string code) => Assert.False(ReturnCode.TryParse(code, "m", ListingSeverity.Low, out _));
}
