using System.Diagnostics;
using System.Net;
using System.Text;
using Standfast.Reputation.Feedback.Dmarc;

namespace Standfast.Tests.Reputation.Feedback;

public sealed class DmarcReportReaderTests
{
    [Fact]
    public void Report_IsReadWhole_HoweverItIsPacked()
    {
        var xml = Encoding.UTF8.GetBytes(FeedbackSamples.Dmarc(FeedbackSamples.Row() + FeedbackSamples.Row("2001:db8::1", 5, "fail")));
        foreach (var packed in (byte[][])[xml, FeedbackSamples.Gzip(xml), FeedbackSamples.Zip(("google.com!example.org!1!2.xml", xml)), FeedbackSamples.Zip(("folder/", []), ("folder/a.xml", xml), ("b.txt", [1]))])
        {
            var report = Read(packed);
            Assert.Equal(("google.com", "7166204239023", "example.org", "1.0"), (report.Organization, report.ReportId, report.Domain.Value, report.Version));
            Assert.Equal((DateTimeOffset.FromUnixTimeSeconds(1767225600), DateTimeOffset.FromUnixTimeSeconds(1767311999)), (report.Begin, report.End));
            Assert.Equal(("quarantine", "none", "reject", "r", "s", 100), (report.Policy, report.SubdomainPolicy, report.NonexistentPolicy, report.DkimAlignment, report.SpfAlignment, report.Percent));
            Assert.Equal((2, 8), (report.Records.Count, report.Messages));
            var first = report.Records[0];
            Assert.Equal((IPAddress.Parse("192.0.2.1"), 3, "none", "pass", "fail", "example.org", "bounce.example.net"), (first.SourceIp, first.Count, first.Disposition, first.Dkim, first.Spf, first.HeaderFrom, first.EnvelopeFrom));
            Assert.Equal(["forwarded: looks forwarded"], first.Reasons);
            Assert.Equal([new DmarcAuthResult("example.org", "s1", null, "pass", null), new DmarcAuthResult("other.example", null, null, "fail", null)], first.DkimResults);
            Assert.Equal([new DmarcAuthResult("bounce.example.net", null, "mfrom", "pass", null)], first.SpfResults);
            Assert.True(first.Passes);
            Assert.False(report.Records[1].Passes);
        }
    }

    [Fact]
    public void NamespacesPrefixesAndUnknownElements_AreNoMatter()
    {
        // As RFC 9990 writes it, and with an element that we do not know.
        var xml = FeedbackSamples.Dmarc($"<extension><x><y>1</y></x></extension>{FeedbackSamples.Row()}").Replace("<feedback>", "<feedback xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\">", StringComparison.Ordinal);
        Assert.Equal(3, Read(Encoding.UTF8.GetBytes(xml)).Messages);
        Assert.Equal(3, Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(xml.Replace("encoding=\"UTF-8\" ", "", StringComparison.Ordinal))).ToArray()).Messages);
        var prefixed = FeedbackSamples.Dmarc(FeedbackSamples.Row(), root: "d:feedback").Replace("<d:feedback>", "<d:feedback xmlns:d=\"urn:x\">", StringComparison.Ordinal);
        Assert.Equal(3, Read(Encoding.UTF8.GetBytes(prefixed)).Messages);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no xml")]
    [InlineData("<feedback>")]
    [InlineData("<html></html>")]
    [InlineData("<feedback></feedback>")]
    [InlineData("<!DOCTYPE feedback [<!ENTITY a \"x\">]><feedback>&a;</feedback>")]
    [InlineData("<!DOCTYPE feedback SYSTEM \"file:///etc/passwd\"><feedback/>")]
    public void WhatIsNone_IsRefused_WithAReason(string text)
    {
        Assert.False(DmarcReportReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void HostileReports_AreBounded()
    {
        var since = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        // Entities that grow.
        var laughs = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE feedback [<!ENTITY a0 \"ha\">");
        for (var level = 1; level < 30; level++) laughs.Append("<!ENTITY a").Append(level).Append(" \"&a").Append(level - 1).Append(";&a").Append(level - 1).Append(";\">");
        Refuse(Encoding.UTF8.GetBytes(laughs.Append("]><feedback>&a29;</feedback>").ToString()));
        // 2 GB of one letter, in 2 MB and in the tag, the text, the attribute.
        Refuse(Bomb("<feedback><version>", "a", 400_000_000));
        Refuse(Bomb("<feedback a=\"", "a", 200_000_000));
        Refuse(Bomb("<", "a", 200_000_000));
        Refuse(Bomb("<feedback ", "a='>' ", 200_000_000));
        Refuse(Bomb("<feedback><![CDATA[", "<<<<<<<<<<", 400_000_000));
        Refuse(Bomb("<feedback><!-- ", "<<<<<<<<<<", 400_000_000));
        Refuse(Bomb("", " ", 400_000_000));
        // Nested without end.
        Refuse(Bomb("<feedback>", "<a>", 400_000_000));
        // Some 0.4 GB, the bombs and what is read of them one after the other; the texts alone are 2.6 GB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000_000);
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(120), "time is bounded");
    }

    [Fact]
    public void AMillionRecords_AreCutAtTheLimit()
    {
        var rows = new StringBuilder();
        for (var row = 0; row < 1_000_000; row++) rows.Append("<record><row><source_ip>192.0.2.1</source_ip><count>1</count></row></record>");
        var report = Read(FeedbackSamples.Gzip(Encoding.UTF8.GetBytes(FeedbackSamples.Dmarc(rows.ToString()))));
        Assert.True(report.IsTruncated);
        Assert.Equal(DmarcReport.MaxRecords, report.Records.Count);
    }

    [Fact]
    public void DamagedReports_NeverThrow()
    {
        var random = new Random(3);
        var xml = Encoding.UTF8.GetBytes(FeedbackSamples.Dmarc(FeedbackSamples.Row()));
        foreach (var sound in (byte[][])[xml, FeedbackSamples.Gzip(xml), FeedbackSamples.Zip(("a.xml", xml))])
            for (var round = 0; round < 1_000; round++)
            {
                var damaged = (byte[])sound.Clone();
                for (var change = random.Next(1, 6); change > 0; change--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                DmarcReportReader.TryRead(damaged.AsMemory(0, random.Next(damaged.Length + 1)), out _, out _);
            }
    }

    private static DmarcReport Read(byte[] packed)
    {
        Assert.True(DmarcReportReader.TryRead(packed, out var report, out var error), error);
        return report;
    }

    private static void Refuse(byte[] packed) => Assert.False(DmarcReportReader.TryRead(packed, out _, out _));

    private static byte[] Bomb(string head, string text, int octets)
    {
        using var packed = new MemoryStream();
        using (var stream = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            stream.Write(Encoding.UTF8.GetBytes(head));
            var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 1_000_000 / text.Length)));
            for (var written = 0; written < octets; written += piece.Length) stream.Write(piece);
        }

        return packed.ToArray();
    }
}
