using System.Net;
using Standfast.Policy.Scanners;

namespace Standfast.Tests.Policy.Scanners;

public sealed class RspamdScannerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_NamesEnvelopeAndClient()
    {
        var http = new FakeHttp(200, """{"score":1,"action":"no action"}""");
        var recipients = Enumerable.Range(0, 200).Select(number => $"you{number}@example.net").ToList();
        var request = new ScanRequest("x"u8.ToArray(), "me@example.org", recipients, "id1") { Client = IPAddress.Parse("192.0.2.1"), Helo = "mx.example.org", User = "shop" };
        Assert.Equal(new ScanVerdict.Clean(1), await new RspamdScanner(new Uri("http://127.0.0.1:11333"), http).ScanAsync(request, Stop));
        Assert.Equal("http://127.0.0.1:11333/checkv2", http.Address!.ToString());
        Assert.Equal(["From: me@example.org", "Helo: mx.example.org", "Ip: 192.0.2.1", "Queue-Id: id1", "Rcpt: you0@example.net", "User: shop"], http.Fields.DistinctBy(field => field.Key).Select(field => $"{field.Key}: {field.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(50, http.Fields.Count(field => field.Key == "Rcpt"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    [InlineData(204)]
    public async Task OtherStatus_IsUnavailable(int status) =>
        Assert.IsType<ScanVerdict.Unavailable>(await new RspamdScanner(new Uri("http://127.0.0.1:11333"), new FakeHttp(status, """{"score":1,"action":"no action"}""")).ScanAsync(new ScanRequest(default, "", [], "id"), Stop));

    [Fact]
    public async Task NoAnswer_IsUnavailable() => Assert.Equal(new ScanVerdict.Unavailable("gone"), await new RspamdScanner(new Uri("http://127.0.0.1:11333"), new FakeHttp(0, "")).ScanAsync(new ScanRequest(default, "", [], "id"), Stop));

    private sealed class FakeHttp(int status, string body) : IScannerHttp
    {
        public Uri? Address { get; private set; }

        public List<KeyValuePair<string, string>> Fields { get; } = [];

        public Task<(int Status, byte[] Body)> PostAsync(Uri address, IEnumerable<KeyValuePair<string, string>> fields, ReadOnlyMemory<byte> content, int maxOctets, CancellationToken cancellationToken)
        {
            if (status == 0) throw new IOException("gone");
            Address = address;
            Fields.AddRange(fields);
            return Task.FromResult((status, System.Text.Encoding.UTF8.GetBytes(body)));
        }
    }
}
