using System.Text;
using Standfast.Policy.Scanners;

namespace Standfast.Tests.Policy.Scanners;

public sealed class ScannerAnswerTests
{
    [Theory]
    [InlineData("stream: OK", "Clean")]
    [InlineData("stream: Eicar-Test-Signature FOUND", "Infected Eicar-Test-Signature")]
    [InlineData("stream: a\u0001b FOUND", "Infected a?b")]
    [InlineData("INSTREAM size limit exceeded. ERROR", "TooLarge")]
    [InlineData("", "Unavailable")]
    [InlineData("OK", "Unavailable")]
    [InlineData("stream: OK and more", "Unavailable")]
    [InlineData("stream:  FOUND", "Unavailable")]
    [InlineData("stream: Can't allocate memory ERROR", "Unavailable")]
    [InlineData("HTTP/1.1 200 OK", "Unavailable")]
    public void ClamAv_OnlyOkIsClean(string answer, string expected) => Assert.Equal(expected, Describe(ClamAvAnswer.Read(Encoding.Latin1.GetBytes(answer))));

    [Theory]
    [InlineData("""{"is_skipped":false,"score":0.5,"required_score":15,"action":"no action","symbols":{}}""", "Clean 0.5")]
    [InlineData("""{"is_skipped":true,"score":15.0,"action":"reject"}""", "Spam 15")]
    [InlineData("""{"score":7,"action":"add header"}""", "Suspicious 7 add header")]
    [InlineData("""{"score":7,"action":"rewrite subject"}""", "Suspicious 7 rewrite subject")]
    [InlineData("""{"score":7,"action":"soft reject"}""", "Later soft reject")]
    [InlineData("""{"score":4,"action":"greylist"}""", "Later greylist")]
    [InlineData("""{"score":4,"action":"quarantine"}""", "Suspicious 4 its own action")]
    [InlineData("""{"score":4}""", "Unavailable")]
    [InlineData("""{"action":"no action"}""", "Unavailable")]
    [InlineData("""{"score":"0","action":"no action"}""", "Unavailable")]
    [InlineData("""{"score":0,"action":7}""", "Unavailable")]
    [InlineData("""{"score":1e999,"action":"no action"}""", "Unavailable")]
    [InlineData("[]", "Unavailable")]
    [InlineData("", "Unavailable")]
    [InlineData("""{"score":0,"action":"no action" """, "Unavailable")]
    public void Rspamd_OnlyNoActionIsClean(string answer, string expected) => Assert.Equal(expected, Describe(RspamdAnswer.Read(Encoding.UTF8.GetBytes(answer))));

    [Fact]
    public void Mutated_AreNeverClean_ByChance()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var clamav = "stream: X FOUND"u8.ToArray();
            var rspamd = """{"score":20,"action":"reject"}"""u8.ToArray();
            for (var change = 0; change < 3; change++)
            {
                clamav[random.Next(clamav.Length)] = (byte)random.Next(256);
                rspamd[random.Next(rspamd.Length)] = (byte)random.Next(256);
            }

            Assert.IsNotType<ScanVerdict.Clean>(ClamAvAnswer.Read(clamav));
            Assert.IsNotType<ScanVerdict.Clean>(RspamdAnswer.Read(rspamd));
        }
    }

    private static string Describe(ScanVerdict verdict) => verdict switch
    {
        ScanVerdict.Clean { Score: { } score } => FormattableString.Invariant($"Clean {score}"),
        ScanVerdict.Infected infected => $"Infected {infected.Name}",
        ScanVerdict.Spam spam => FormattableString.Invariant($"Spam {spam.Score}"),
        ScanVerdict.Suspicious suspicious => FormattableString.Invariant($"Suspicious {suspicious.Score} {suspicious.Action}"),
        ScanVerdict.Later later => $"Later {later.Action}",
        _ => verdict.GetType().Name,
    };
}
