using System.Collections;
using Standfast.Server.Configuration;
using Standfast.Tests.Documentation;

namespace Standfast.Tests.Server;

public sealed class SettingsTests
{
    [Fact]
    public void Load_TakesTheCommandLineOverTheEnvironment()
    {
        var environment = new Hashtable { ["STANDFAST__DELIVERY__PORT"] = "2526", ["STANDFAST__SERVER__HOSTNAME"] = "a.example" };
        var (settings, mistakes) = Settings.Load(["--set", "delivery.port=2527"], environment);
        Assert.Empty(mistakes);
        Assert.Equal(2527, settings.Number("delivery.port"));
        Assert.Equal("a.example", settings.Hostname.Value);
    }

    [Fact]
    public void Load_ReadsTheFile_AndNamesWhatIsWrongInIt()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "[delivery]\nport = 99999\nretry = [\"1s\", \"2s\"]\n[dns]\nserver = \"x\"\n");
            var (settings, mistakes) = Settings.Load(["--config", file], new Hashtable());
            Assert.Equal(2, mistakes.Count);
            Assert.StartsWith($"{file}: delivery.port = 99999: must be", mistakes[0], StringComparison.Ordinal);
            Assert.EndsWith("did you mean dns.servers?", mistakes[1], StringComparison.Ordinal);
            Assert.Equal("1s,2s", settings["delivery.retry"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void LocateData_ReadsTheConfiguration_WhateverElseACommandIsGiven()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "[server]\ndata = \"/var/lib/x\"\nmistake = 1\n");
            Assert.Equal("/var/lib/x", Settings.LocateData(["queue", "ls", "--json", "--limit", "5", "--config", file], new Hashtable()));
            Assert.Equal("/y", Settings.LocateData(["status", "--config", file, "--set", "server.data=/y"], new Hashtable()));
            Assert.Equal("/z", Settings.LocateData(["status"], new Hashtable { ["STANDFAST__SERVER__DATA"] = "/z" }));
        }
        finally
        {
            File.Delete(file);
        }
    }

    // A timer takes at most 49 days: beyond, what waits for so long would end with an exception instead.
    [Theory]
    [InlineData("30d", true)]
    [InlineData("31d", false)]
    [InlineData("999999d", false)]
    public void CheckInterval_IsOneThatATimerTakes(string text, bool isTaken)
    {
        Assert.Equal(isTaken, SettingCatalogue.Find("reputation.check_interval")!.Check(text) is null);
        Assert.Contains("at most 30d", SettingCatalogue.Find("reputation.check_interval")!.Check("31d"), StringComparison.Ordinal);
    }

    [Fact]
    public void Documentation_ListsExactlyTheSettings()
    {
        var coded = SettingCatalogue.All.Select(setting => $"`{setting.Key}` | {(setting.Default.Length > 0 ? $"`{setting.Default}`" : "")} | {setting.Description}");
        Assert.Equal(coded, DocumentedTable.Read("settings.md").Select(row => string.Join(" | ", row.Cells)));
    }
}
