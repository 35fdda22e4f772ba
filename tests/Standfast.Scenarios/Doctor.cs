using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>An owner asks the doctor of a running server whose records are in a real DNS server, breaks one, and asks again.</summary>
public sealed class Doctor
{
    private const string Host = "mail.shop.test", Domain = "shop.test";

    /// <summary>Those that do not depend on the machine that the test runs on.</summary>
    private const string Areas = "identity,tls,reputation,policy,accounts,service";

    [Fact]
    public async Task CleanSetUp_ExitsWith0_AndEachBrokenThing_WithItsId()
    {
        await using var dns = new KnotServer();
        await using var server = new ServerProcess(
            $"server.hostname={Host}", $"dns.servers=127.0.0.1:{dns.Port}", "delivery.relay=127.0.0.1:9", "limits.credential=500 recipients/hour", "alerts.webhook=http://127.0.0.1:9", $"http.public_url=https://{Host}");
        await server.StartAsync();
        await server.RunAsync("domain", "add", Domain, "--local", "maildir");
        var records = string.Join('\n', [.. await RecordsAsync(server, Host), .. await RecordsAsync(server, Domain), "mail.shop A 127.0.0.1"]);
        await dns.StartAsync(records);
        await server.RunAsync("domain", "verify", Domain);

        var (exit, clean) = await AskAsync(server, "--area", Areas);
        Assert.True(exit == 0, Found(clean));
        Assert.Equal("ok", clean.GetProperty("status").GetString());
        Assert.True(clean.GetProperty("passed").GetInt32() > 80);

        // One record at a time.
        foreach (var (id, right, wrong) in ((string, string, string)[])
                 [
                     ("DR-3010", "shop TXT \"v=spf1", "old.shop TXT \"v=spf1"), ("DR-3012", $"shop TXT \"v=spf1 a:{Host} -all\"", "shop TXT \"v=spf1 +all\""), ("DR-3030", "_dmarc.shop TXT", "_other.shop TXT"),
                     ("DR-3022", "._domainkey.shop TXT", "._other.shop TXT"), ("DR-3043", "\nshop MX 10 mail.shop.test.", "\nshop MX 0 ."),
                 ])
        {
            Assert.Contains(right, records, StringComparison.Ordinal);
            await dns.ReplaceAsync(records.Replace(right, wrong, StringComparison.Ordinal));
            (exit, var broken) = await AskAsync(server, "--area", "identity");
            Assert.Equal((2, id), (exit, Found(broken)));
        }

        await dns.ReplaceAsync(records);
        (exit, clean) = await AskAsync(server, "--area", "identity");
        Assert.Equal((0, ""), (exit, Found(clean)));

        // A file, which it mends when asked.
        var token = Path.Combine(server.Data, "admin.token");
        File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        (_, var open) = await AskAsync(server, "--area", "host");
        Assert.Contains("DR-1031", Found(open), StringComparison.Ordinal);
        (_, var mended) = await AskAsync(server, "--area", "host", "--fix");
        Assert.DoesNotContain("DR-1031", Found(mended), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(token));
        var entry = (await server.RunAsync("audit", "tail")).EnumerateArray().Last();
        Assert.Equal("doctor.fix", entry.GetProperty("action").GetString());

        var (_, rules, _) = await ServerProcess.RunToEndAsync(["doctor", "firewall", "--ban", "192.0.2.9", "--data", server.Data]);
        Assert.StartsWith("table inet standfast\n", rules, StringComparison.Ordinal);
        Assert.Contains("elements = { 192.0.2.9 timeout 1d }", rules, StringComparison.Ordinal);
        using var client = new HttpClient();
        Assert.Contains("A domain has no SPF record", await client.GetStringAsync($"http://127.0.0.1:{server.Http}/e/DR-3010", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SilentDns_IsTheOneFaultOfTheNetwork_AndKeepsNobodyWaiting()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var server = new ServerProcess($"server.hostname={Host}", $"dns.servers=127.0.0.1:{((IPEndPoint)silent.Client.LocalEndPoint!).Port}", "reputation.addresses=192.0.2.10", "delivery.sources=127.0.0.1");
        await server.StartAsync();
        await server.RunAsync("domain", "add", "shop.com");
        var started = TimeProvider.System.GetTimestamp();
        var (exit, answer) = await AskAsync(server);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.Equal(2, exit);
        Assert.Contains("DR-2002", Found(answer), StringComparison.Ordinal);
        // What could not be looked up is not said to be wrong.
        Assert.All((string[])["DR-2005", "DR-3001", "DR-3010", "DR-3022", "DR-3030"], id => Assert.Equal("skipped", answer.GetProperty("results").EnumerateArray().Single(result => result.GetProperty("id").GetString() == id).GetProperty("status").GetString()));
    }

    private static async Task<(int Exit, JsonElement Answer)> AskAsync(ServerProcess server, params string[] options)
    {
        var (exit, output, error) = await server.AskAsync(["doctor", .. options]);
        Assert.True(output.Length > 0, error);
        return (exit, JsonDocument.Parse(output).RootElement.Clone());
    }

    /// <summary>Ids of what is wrong, and nothing else.</summary>
    private static string Found(JsonElement answer) =>
        string.Join(", ", answer.GetProperty("results").EnumerateArray().Where(result => result.GetProperty("status").GetString() is "warn" or "fail").Select(result => result.GetProperty("id").GetString()).Distinct());

    /// <summary>What the server says is to be published, as lines of the zone "test".</summary>
    private static async Task<IEnumerable<string>> RecordsAsync(ServerProcess server, string domain) => (await server.RunAsync("domain", "dns", domain)).EnumerateArray().Select(record =>
    {
        var (name, type, value) = (record.GetProperty("name").GetString()!, record.GetProperty("type").GetString()!, record.GetProperty("value").GetString()!);
        // Strings of a TXT record hold at most 255 octets (RFC 1035 §3.3).
        var data = type == "TXT" ? string.Join(' ', value.Chunk(250).Select(part => $"\"{new string(part)}\"")) : $"{value}.";
        return $"{name[..^".test".Length]} {type} {data}";
    });
}
