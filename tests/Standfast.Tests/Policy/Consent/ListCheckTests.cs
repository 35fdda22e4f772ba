using System.Net;
using Microsoft.Extensions.Time.Testing;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Policy.Consent;
using Standfast.Policy.Suppression;
using Standfast.Tests.Architecture;
using Standfast.Tests.Policy.Suppression;

namespace Standfast.Tests.Policy.Consent;

public sealed class ListCheckTests
{
    private static readonly AccountId s_shop = AccountId.Parse("shop");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly SuppressionList _suppressions = new(new FakeSuppressionStore(), new byte[16]);

    [Fact]
    public async Task ListOfPeopleWhoAsked_IsAccepted()
    {
        var report = await CheckAsync("email,name\n" + Good(200));
        Assert.Equal((ListVerdict.Accept, 200, 200, 0), (report.Verdict, report.Records, report.Addresses, report.Dead));
        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData("gone.test")]
    [InlineData("nullmx.test")]
    [InlineData("noaddress.test")]
    public async Task PurchasedList_With15PercentDead_IsRefused(string domain)
    {
        var report = await CheckAsync(Good(850) + string.Concat(Enumerable.Range(0, 150).Select(number => $"person{number}@{domain}\n")));
        Assert.Equal((ListVerdict.Refuse, 150), (report.Verdict, report.Dead));
        var finding = Assert.Single(report.Findings);
        Assert.Equal(("SF-3204", 0.15), (finding.Id, finding.Share));
        Assert.StartsWith("150 of 1000 (15.0 %) cannot be reached: 0 are no addresses, 150 have domains that take no mail", finding.Text, StringComparison.Ordinal);
        Assert.Equal(["person0@" + domain], finding.Samples);
    }

    [Fact]
    public async Task DomainWithAnAddressAndNoMx_TakesMail() => Assert.Equal(0, (await CheckAsync(Good(10) + "a@onlyaddress.test\nb@onlyaddress.test\nc@onlyaddress.test\n")).Dead);

    // 100 records; the first word is what is added to good ones.
    [Theory]
    [InlineData("info@company{0}.test", 4, null)]
    [InlineData("info@company{0}.test", 6, "SF-3206 Review")]
    [InlineData("Sales@company{0}.test", 25, "SF-3206 Refuse")]
    [InlineData("user{0}@mailinator.com", 3, "SF-3207 Review")]
    [InlineData("user{0}@mailinator.com", 12, "SF-3207 Refuse")]
    [InlineData("user{0}@gmial.com", 2, null)]
    [InlineData("user{0}@gmial.com", 3, "SF-3208 Review")]
    [InlineData("user{0}@gmial.com", 5, "SF-3208 Refuse")]
    [InlineData("user0@good.test", 12, "SF-3209 Review")]
    [InlineData("left{0}@good.test", 5, "SF-3205 Review")]
    [InlineData("left{0}@good.test", 30, "SF-3205 Refuse")]
    [InlineData("dead{0}@good.test", 3, "SF-3204 Review")]
    [InlineData("dead{0}@good.test", 5, "SF-3204 Refuse")]
    [InlineData("no address {0}", 5, "SF-3204 Refuse")]
    [InlineData("user{0}@silent{0}.test", 15, "SF-3210 Review")]
    public async Task Shares_Decide(string kind, int count, string? expected)
    {
        for (var number = 0; number < 30; number++)
        {
            Suppress($"left{number}@good.test", number % 2 == 0 ? SuppressionReason.Unsubscribed : SuppressionReason.Complaint);
            Suppress($"dead{number}@good.test", SuppressionReason.HardBounce);
        }

        var report = await CheckAsync(Good(100 - count) + string.Concat(Enumerable.Range(0, count).Select(number => string.Format(null, kind, number) + "\n")));
        Assert.Equal(100, report.Records);
        Assert.Equal(expected, report.Findings.Where(finding => finding.Verdict > ListVerdict.Accept).Select(finding => $"{finding.Id} {finding.Verdict}").SingleOrDefault());
    }

    [Theory]
    [InlineData("", "2026-06-01", "SF-3201 Refuse")]
    [InlineData("  ", "2026-06-01", "SF-3201 Refuse")]
    [InlineData("bought at a fair", "2026-06-01", "SF-3201 Refuse")]
    [InlineData("our form", null, "SF-3202 Review")]
    [InlineData("our form", "2025-11-25", "SF-3202 Review")]
    [InlineData("our form", "2024-11-25", "SF-3202 Refuse")]
    [InlineData("customers who purchased in our shop", "2026-06-01", null)]
    public async Task Origin_Decides(string source, string? collected, string? expected)
    {
        var report = await CheckAsync(Good(50), source, collected);
        Assert.Equal(expected, report.Findings.Select(finding => $"{finding.Id} {finding.Verdict}").SingleOrDefault());
    }

    [Fact]
    public async Task EmptyList_AndListWithoutAddresses_AreRefused()
    {
        Assert.Equal("SF-3203", Assert.Single((await CheckAsync("")).Findings).Id);
        Assert.Equal(ListVerdict.Refuse, (await CheckAsync("name,age\nann,7\nbob,8\neve,9\n")).Verdict);
    }

    private async Task<ListReport> CheckAsync(string list, string source = "our form", string? collected = "2026-06-01")
    {
        var (knowledge, mistakes) = ListKnowledge.ReadFolder(Path.Combine(Repository.Root, "data", "lists"));
        Assert.Empty(mistakes);
        var origin = new ListOrigin(s_shop, StreamName.Bulk, source, collected is null ? null : DateOnly.Parse(collected, null));
        return await new ListCheck(knowledge, _suppressions, new MailDomains(new Names()), _time).RunAsync(new StringReader(list), origin, TestContext.Current.CancellationToken);
    }

    private static string Good(int count) => string.Concat(Enumerable.Range(0, count).Select(number => $"user{number}@good.test\n"));

    private void Suppress(string address, SuppressionReason reason) => _suppressions.Add(new SuppressedAddress(AddressKey.FromStored(address), SuppressionScope.Of(s_shop), reason, DateTimeOffset.UnixEpoch));

    private sealed class Names : IDnsResolver
    {
        public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => Task.FromResult<DnsAnswer<MxRecord>>(name.Value switch
        {
            "gone.test" => new DnsAnswer<MxRecord>.NoSuchName(),
            "nullmx.test" => new DnsAnswer<MxRecord>.Found([new MxRecord(0, null)]),
            "noaddress.test" or "onlyaddress.test" => new DnsAnswer<MxRecord>.NoData(),
            _ when name.Value.StartsWith("silent", StringComparison.Ordinal) => new DnsAnswer<MxRecord>.Failed("silence"),
            _ => new DnsAnswer<MxRecord>.Found([new MxRecord(10, DomainName.Parse("mx.test"))]),
        });

        public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) =>
            Task.FromResult<DnsAnswer<IPAddress>>(name.Value == "onlyaddress.test" ? new DnsAnswer<IPAddress>.Found([IPAddress.Loopback]) : new DnsAnswer<IPAddress>.NoData());

        public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => Task.FromResult<DnsAnswer<string>>(new DnsAnswer<string>.NoData());
    }
}
