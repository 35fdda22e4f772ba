using System.Diagnostics;
using System.Net;
using Standfast.Recovery.Doctor;

namespace Standfast.Tests.Recovery.Doctor;

public sealed class FirewallRulesTests
{
    [Fact]
    public void Rules_AreOneTableOfOurOwn()
    {
        var text = FirewallRules.Write([587, 25, 25], [6379], [IPAddress.Parse("192.0.2.9"), IPAddress.Parse("2001:db8::9"), IPAddress.Parse("192.0.2.9")]);
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
    public void NothingToDo_GivesNoEmptySets()
    {
        var text = FirewallRules.Write([], [], []);
        Assert.DoesNotContain("dport", text, StringComparison.Ordinal);
        Assert.DoesNotContain("elements", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_AreRightForNft()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/nft") && Environment.IsPrivilegedProcess, "needs nftables, and root");
        // -c only checks.
        using var nft = Process.Start(new ProcessStartInfo("/usr/sbin/nft", ["-c", "-f", "-"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        await nft.StandardInput.WriteAsync(FirewallRules.Write([25, 587], [6379], [IPAddress.Parse("192.0.2.9"), IPAddress.Parse("2001:db8::9")]));
        nft.StandardInput.Close();
        Assert.Equal("", await nft.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await nft.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, nft.ExitCode);
    }
}
