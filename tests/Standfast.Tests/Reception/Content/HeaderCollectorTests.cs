using System.Text;
using Standfast.Reception.Content;

namespace Standfast.Tests.Reception.Content;

public sealed class HeaderCollectorTests
{
    [Theory]
    [InlineData("A: b\r\nC: d\r\n", "body\r\n\r\nmore\r\n")]
    [InlineData("A: b\r\n", "")]
    [InlineData("", "\r\n\r\nbody\r\n")]
    [InlineData("A: b\r\n c\r\n", "\r\n\r\n")]
    public void Section_IsTheSame_WhereverTheContentIsCut(string header, string body)
    {
        var whole = Encoding.ASCII.GetBytes($"{header}\r\n{body}");
        for (var first = 0; first <= whole.Length; first++)
        {
            for (var second = first; second <= whole.Length; second++)
            {
                var collector = new HeaderCollector();
                var rest = new StringBuilder();
                foreach (var piece in new[] { whole[..first], whole[first..second], whole[second..] })
                    if (piece.Length > 0) rest.Append(Encoding.ASCII.GetString((collector.IsComplete ? piece : collector.Take(piece)).Span));
                Assert.True(collector.IsComplete);
                Assert.Equal((header, body), (Encoding.ASCII.GetString(collector.Section.Span), rest.ToString()));
            }
        }
    }

    [Fact]
    public void Section_IsACopy_OfWhatIsOnlyLent()
    {
        var lent = "A: b\r\n\r\nbody"u8.ToArray();
        var collector = new HeaderCollector();
        Assert.Equal("body"u8.ToArray(), collector.Take(lent).ToArray());
        Array.Clear(lent);
        Assert.Equal("A: b\r\n"u8.ToArray(), collector.Section.ToArray());
    }

    [Fact]
    public void HeaderWithoutEnd_IsTooLong_AndNoMoreOfItIsKept()
    {
        var collector = new HeaderCollector();
        var piece = new byte[64 * 1024];
        Array.Fill(piece, (byte)'a');
        for (var count = 0; count < 40; count++) collector.Take(piece);
        Assert.True(collector.IsTooLong);
        collector.End();
        Assert.Equal(HeaderCollector.MaxOctets + 4, collector.Section.Length);
    }
}
