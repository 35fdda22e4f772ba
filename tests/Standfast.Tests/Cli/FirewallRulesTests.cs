using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Standfast.Cli.Firewall;

namespace Standfast.Tests.Cli;

public sealed class FirewallRulesTests
{
    private static readonly IPAddress[] s_bans = [IPAddress.Parse("192.0.2.9"), IPAddress.Parse("2001:db8::9"), IPAddress.Parse("::ffff:192.0.2.9")];

    [Fact]
    public void Rules_AreOneTableOfOurOwn()
    {
        var text = Write(ServiceClosing.All);
        Assert.Equal(2, text.Split("table inet standfast {").Length);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(text, "delete table"));
        Assert.Contains("delete table inet standfast\n", text, StringComparison.Ordinal);
        Assert.Contains("elements = { 192.0.2.9 timeout 1d }", text, StringComparison.Ordinal);
        Assert.Contains("elements = { 2001:db8::9 timeout 1d }", text, StringComparison.Ordinal);
        Assert.Contains("tcp dport { 25, 587 } ip saddr @banned4 drop", text, StringComparison.Ordinal);
        Assert.Contains("tcp dport { 6379 } drop", text, StringComparison.Ordinal);
        Assert.Contains("policy accept", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Services_AreLeftAlone_WhereTheirClosingIsNotAskedFor() => Assert.DoesNotContain("6379", Write(ServiceClosing.None), StringComparison.Ordinal);

    [Fact]
    public void PrivateNetworks_StillReachServices_WhereTheseAreClosedToThePublic()
    {
        var text = Write(ServiceClosing.Public);
        Assert.DoesNotContain("tcp dport { 6379 } drop", text, StringComparison.Ordinal);
        Assert.Contains("tcp dport { 6379 } ip saddr != { 10.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16 } drop\n", text, StringComparison.Ordinal);
        Assert.Contains("tcp dport { 6379 } ip6 saddr != { fc00::/7, fe80::/10 } drop\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingToDo_GivesNoEmptySets()
    {
        var text = FirewallRules.Write(new FirewallPorts([], []), ServiceClosing.All, []);
        Assert.DoesNotContain("dport", text, StringComparison.Ordinal);
        Assert.DoesNotContain("elements", text, StringComparison.Ordinal);
    }

    /// <summary>Root runs what is made of it.</summary>
    [Theory]
    [InlineData("""{"mail_ports":[25],"service_ports":[6379]}""", true)]
    [InlineData("""{"mail_ports":["25 } accept; }"],"service_ports":[]}""", false)]
    [InlineData("""{"mail_ports":[0],"service_ports":[]}""", false)]
    [InlineData("""{"mail_ports":[65536],"service_ports":[]}""", false)]
    [InlineData("""{"mail_ports":[2.5],"service_ports":[]}""", false)]
    [InlineData("""{"mail_ports":[25],"service_ports":[22]}""", false)]
    [InlineData("""{"mail_ports":[25]}""", false)]
    [InlineData("""{"table":"inet standfast","ruleset":"flush ruleset"}""", false)]
    [InlineData("[]", false)]
    public void AnswerOfTheServer_IsPortsOrNothing(string answer, bool isRight)
    {
        using var document = JsonDocument.Parse(answer);
        Assert.Equal(isRight, FirewallPorts.TryRead(document.RootElement, out _));
    }

    [Fact]
    public async Task Rules_AreRightForNft()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/nft") && Environment.IsPrivilegedProcess, "needs nftables, and root");
        foreach (var closing in Enum.GetValues<ServiceClosing>())
        {
            // -c only checks.
            using var nft = Process.Start(new ProcessStartInfo("/usr/sbin/nft", ["-c", "-f", "-"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
            await nft.StandardInput.WriteAsync(Write(closing));
            nft.StandardInput.Close();
            Assert.Equal("", await nft.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            await nft.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, nft.ExitCode);
        }
    }

    private static string Write(ServiceClosing closing) => FirewallRules.Write(new FirewallPorts([587, 25, 25], [6379]), closing, s_bans);
}
