using System.Net;
using System.Text;
using Standfast.Mail;
using Standfast.Reputation.Feedback.Postmaster;
using Standfast.Reputation.Feedback.Snds;

namespace Standfast.Tests.Reputation.Feedback;

/// <summary>Exports of Microsoft's SNDS and of Google's Postmaster Tools.</summary>
public sealed class ProviderFileTests
{
    public const string Snds = """
        192.0.2.1,9/1/2026 12:00 AM,9/1/2026 11:59 PM,"1,204",1200,1190,GREEN,< 0.1%,,,0,mail.example.org,bounce@example.org,
        192.0.2.2,9/1/2026 12:00 AM,9/1/2026 11:59 PM,500,500,500,RED,2.4%,9/1/2026 01:00 AM,9/1/2026 05:00 AM,7,mail.example.org,"a, b",comment
        """;

    [Fact]
    public void Snds_DataIsRead()
    {
        Assert.True(SndsFile.Looks(Snds));
        var file = SndsFile.Read(Snds);
        Assert.Equal(2, file.Rows.Count);
        var (good, bad) = (file.Rows[0], file.Rows[1]);
        Assert.Equal((IPAddress.Parse("192.0.2.1"), 1204, 1200, 1190, "green", 0.001, 0), (good.Ip, good.RcptCommands, good.DataCommands, good.Recipients, good.Filter, good.ComplaintRate, good.TrapHits));
        Assert.Equal(("red", 0.024, 7, "a, b", "comment"), (bad.Filter, bad.ComplaintRate!.Value, bad.TrapHits, bad.SampleMailFrom, bad.Comments));
        Assert.Equal(new DateTimeOffset(2026, 9, 1, 23, 59, 0, TimeSpan.Zero), good.End);
    }

    [Fact]
    public void Snds_StatusIsRead()
    {
        const string text = "192.0.2.0,192.0.2.15,Yes,Blocked due to user complaints or other evidence of spamming\n198.51.100.1,198.51.100.1,No,\n";
        Assert.True(SndsFile.Looks(text));
        Assert.Equal([(true, "192.0.2.15"), (false, "198.51.100.1")], SndsFile.Read(text).Statuses.Select(status => (status.IsBlocked, status.Last.ToString())));
        Assert.False(SndsFile.Looks("Date,Spam rate"));
        Assert.Empty(SndsFile.Read("192.0.2.1,no time,no time,1,1,1,GREEN").Rows);
    }

    [Fact]
    public void Snds_IsBounded()
    {
        var line = Snds.Split('\n')[0].TrimEnd() + "\n";
        Assert.Equal(SndsFile.MaxLines, SndsFile.Read(string.Concat(Enumerable.Repeat(line, SndsFile.MaxLines + 10))).Rows.Count);
        Assert.Empty(SndsFile.Read("192.0.2.1," + new string(',', 100_000)).Rows);
    }

    [Fact]
    public void Postmaster_AnswersOfTheApi_AreRead()
    {
        // v2 domainStats:query, and v1 trafficStats.
        var rows = PostmasterFile.ReadJson("""
            {"domainStats":[
              {"name":"domains/example.org/domainStats/1","date":{"year":2026,"month":9,"day":1},"metric":"spam","value":{"doubleValue":0.0012}},
              {"name":"domains/example.org/domainStats/2","date":{"year":2026,"month":9,"day":1},"metric":"ids","value":{"stringList":{"values":["a","b"]}}},
              {"name":"domains/example.org/domainStats/3","date":{"year":2026,"month":13,"day":1},"metric":"spam","value":{"intValue":"3"}}],
             "trafficStats":[{"name":"domains/example.net/trafficStats/20260902","userReportedSpamRatio":0.003,"domainReputation":"HIGH","deliveryErrors":[{"errorClass":"TEMPORARY_ERROR","errorRatio":0.1}]}]}
            """u8.ToArray());
        var (first, second) = (DomainName.Parse("example.org"), DomainName.Parse("example.net"));
        var (day, next) = (new DateOnly(2026, 9, 1), new DateOnly(2026, 9, 2));
        Assert.Equal(
            [
                new PostmasterRow(first, day, "spam", 0.0012, null), new PostmasterRow(first, day, "ids.0", null, "a"), new PostmasterRow(first, day, "ids.1", null, "b"),
                new PostmasterRow(second, next, "userReportedSpamRatio", 0.003, null), new PostmasterRow(second, next, "domainReputation", null, "HIGH"),
                new PostmasterRow(second, next, "deliveryErrors.0.errorClass", null, "TEMPORARY_ERROR"), new PostmasterRow(second, next, "deliveryErrors.0.errorRatio", 0.1, null),
            ],
            rows);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"domainStats\":[1,{\"name\":5},{\"name\":\"domains/x\"}]}")]
    public void Postmaster_TakesAnything(string json) => Assert.Empty(PostmasterFile.ReadJson(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Postmaster_TablesAreRead()
    {
        const string text = "Date,User-reported spam rate,Word\n2026-09-01,0.12%,\n2026-09-02,0.3 %,LOW\n";
        var domain = DomainName.Parse("example.org");
        Assert.Empty(PostmasterFile.ReadCsv(text, null));
        Assert.Equal(
            [(0.0012, null), (0.003, null), (null, "LOW")], PostmasterFile.ReadCsv(text, domain).Select(row => (row.Value is { } value ? Math.Round(value, 6) : (double?)null, row.Text)));
        Assert.Equal("shop.example", Assert.Single(PostmasterFile.ReadCsv("date,Domain,x\n20260901,shop.example,1\n", null)).Domain.Value);
        Assert.Empty(PostmasterFile.ReadCsv("Day,x\n1,2", domain));
    }
}
