using System.Diagnostics;
using System.Text;
using Standfast.Reputation.Feedback.Parts;

namespace Standfast.Tests.Reputation.Feedback;

public sealed class PartedMessageTests
{
    [Fact]
    public void Read_GivesTheLeaves_InOrder_WithTheirContent()
    {
        var message = FeedbackSamples.Parse("""
            Subject: a
             folded subject
            Content-Type: multipart/mixed; boundary=outer

            preamble
            --outer
            Content-Type: multipart/alternative; boundary="inner"

            --inner
            Content-Type: text/plain

            one
            --inner--
            --outerish is no delimiter
            --outer
            Content-Type: application/gzip; name="a.xml.gz"
            Content-Transfer-Encoding: base64

            b25l
            IHR3bw==
            --outer  
            Content-Type: text/plain
            Content-Transfer-Encoding: quoted-printable

            =C3=A9=
            nd
            --outer--
            epilogue
            """);
        Assert.Equal("a folded subject", message.Header["SUBJECT"]);
        Assert.Equal(["text/plain", "application/gzip", "text/plain"], message.Parts.Select(part => part.MediaType));
        Assert.Equal("a.xml.gz", message.Parts[1].FileName);
        Assert.Equal("one two", Encoding.UTF8.GetString(message.Parts[1].Decode().Span));
        Assert.Equal("énd", Encoding.UTF8.GetString(message.Parts[2].Decode().Span).TrimEnd());
        Assert.True(message.IsComplete);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("no field at all")]
    [InlineData("Content-Type: multipart/mixed\r\n\r\nno boundary")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\nnever begins")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n--b\r\n--b--")]
    [InlineData("Content-Type: ;;;===\r\n\r\nbody")]
    public void Read_TakesAnything(string text) => Assert.NotNull(PartedMessage.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Read_StopsAtItsLimits_HoweverLargeTheMessage()
    {
        // 100 MB each: nested without end, parts without end, fields without end, one field without end.
        var since = Stopwatch.GetTimestamp();
        var nested = new StringBuilder(100_000_000);
        for (var depth = 0; nested.Length < 99_000_000; depth++) nested.Append("Content-Type: multipart/mixed; boundary=b").Append(depth).Append("\r\n\r\n--b").Append(depth).Append("\r\n");
        Assert.False(Read(nested).IsComplete);
        Assert.False(Read(Repeat("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\nx\r\n")).IsComplete);
        Assert.Equal(PartFields.MaxFields, Read(Repeat("", "A: b\r\n")).Header.All.Count);
        Assert.InRange(Read(Repeat("A: b", "\r\n bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")).Header["A"]!.Length, PartFields.MaxValueLength - 1, PartFields.MaxValueLength);
        Assert.Empty(Read(Repeat("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "\r\n--bb")).Parts);
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(60), "reading is linear");
    }

    [Fact]
    public void Read_NeverThrows_OnWhatIsDamaged()
    {
        var random = new Random(7);
        var sound = Encoding.UTF8.GetBytes(FeedbackSamples.Arf("Feedback-Type: abuse\r\nUser-Agent: a/1\r\nVersion: 1", "Subject: x\r\n\r\nbody"));
        for (var round = 0; round < 3_000; round++)
        {
            var damaged = (byte[])sound.Clone();
            for (var change = random.Next(1, 8); change > 0; change--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var cut = damaged.AsMemory(0, random.Next(damaged.Length + 1));
            var message = PartedMessage.Read(cut);
            foreach (var part in message.Parts) Assert.True(part.Decode().Length <= part.Raw.Length);
            FeedbackSamples.Reader.Read(message);
        }
    }

    private static PartedMessage Read(StringBuilder text) => PartedMessage.Read(Encoding.ASCII.GetBytes(text.ToString()));

    private static StringBuilder Repeat(string head, string text)
    {
        var all = new StringBuilder(head, 100_000_000);
        while (all.Length < 99_000_000) all.Append(text);
        return all;
    }
}
