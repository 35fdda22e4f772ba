using System.Collections;
using Standfast.Reputation.Blocklists;
using Standfast.Server.Composition;
using Standfast.Server.Configuration;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Server;

public sealed class ListSettingsTests
{
    private static readonly BlocklistCatalogue s_catalogue = BlocklistFiles.ReadFolder(Path.Combine(Repository.Root, "data", "blocklists")).Catalogue;

    [Fact]
    public void All_AreThoseThatEverybodyMayAsk_AndNoAllowList()
    {
        var (lists, mistakes) = Read();
        Assert.Empty(mistakes);
        Assert.Contains("spamhaus-zen", lists);
        Assert.Empty(lists.Intersect(["barracuda", "spamhaus-zrd", "invaluement-sip", "dnswl"]));
    }

    [Theory]
    [InlineData("off")]
    [InlineData("spamcop,psbl", "spamcop", "psbl")]
    [InlineData("bl.spamcop.net,spamcop", "spamcop")]
    [InlineData("spamcop,psbl,-psbl", "spamcop")]
    [InlineData("barracuda")]
    public void Lists_AreThoseThatAreNamed(string setting, params string[] lists) => Assert.Equal(lists, Read($"reputation.lists={setting}").Lists);

    [Theory]
    [InlineData("all,-spamcop")]
    [InlineData("-spamcop")]
    public void ListsThatAreLeftOut_AreNotAsked(string setting) => Assert.Equal(Read().Lists.Where(list => list != "spamcop"), Read($"reputation.lists={setting}").Lists);

    [Fact]
    public void RegisteredResolver_OpensTheList() => Assert.Equal(["barracuda"], Read("reputation.lists=barracuda", "reputation.list_access=barracuda").Lists);

    [Theory]
    [InlineData("sspamcop", "\"sspamcop\" is no list of data/blocklists")]
    [InlineData("all,-sspamcop", "\"sspamcop\" is no list of data/blocklists")]
    [InlineData("dnsbl.sorbs.net", "dnsbl.sorbs.net is never asked")]
    public void WrongName_IsAMistake(string setting, string mistake) => Assert.Contains(mistake, Assert.Single(Read($"reputation.lists={setting}").Mistakes), StringComparison.Ordinal);

    [Theory]
    [InlineData("key1\n", true)]
    [InlineData("not a key", false)]
    [InlineData("", false)]
    public void Key_IsReadFromItsFile(string content, bool isKey)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, content);
            var (lists, mistakes) = Read("reputation.lists=spamhaus-zrd", $"reputation.list_access=spamhaus-zrd={file}");
            Assert.Equal(isKey, mistakes.Count == 0);
            Assert.Equal(isKey ? 1 : 0, lists.Count);
            Assert.DoesNotContain(mistakes, mistake => content.Length > 0 && mistake.Contains(content, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (IReadOnlyList<string> Lists, List<string> Mistakes) Read(params string[] sets)
    {
        var (settings, wrong) = Settings.Load([.. sets.SelectMany(set => new[] { "--set", set })], new Hashtable());
        Assert.Empty(wrong);
        var mistakes = new List<string>();
        return ([.. ListSettings.Read(settings, s_catalogue, mistakes).Select(list => list.List.Id)], mistakes);
    }
}
