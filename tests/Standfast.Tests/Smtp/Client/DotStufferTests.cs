using System.Buffers;
using System.Text;
using Standfast.Smtp.Client;
using Standfast.Smtp.Wire;

namespace Standfast.Tests.Smtp.Client;

public sealed class DotStufferTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a\r\n", "a\r\n")]
    [InlineData(".\r\n", "..\r\n")]
    [InlineData("..\r\n", "...\r\n")]
    [InlineData(".a\r\n.b\r\n", "..a\r\n..b\r\n")]
    [InlineData("a.b.\r\nc\r\n", "a.b.\r\nc\r\n")]
    [InlineData("a\r\n\r\n.\r\n\r\n.", "a\r\n\r\n..\r\n\r\n..\r\n")] // an end without CRLF is given one
    [InlineData("a", "a\r\n")]
    [InlineData("\r\n", "\r\n")]
    [InlineData(".", "..\r\n")]
    public void Write_DoublesDotsAtLineStarts_WhereverTheContentIsCut(string content, string wire)
    {
        for (var first = 0; first <= content.Length; first++)
            for (var second = first; second <= content.Length; second++)
                Assert.Equal(wire, Stuff(content[..first], content[first..second], content[second..]));
        Assert.Equal(wire, Stuff([.. content.Select(octet => octet.ToString())]));
    }

    [Fact]
    public void Write_IsUndoneByTheContentReader_AndNothingInItEndsTheContent()
    {
        var random = new Random(5);
        string[] words = [".", "..", "\r\n", "\r\n.", "\r\n.\r\n", "x", "QUIT"];
        for (var round = 0; round < 2_000; round++)
        {
            var pieces = Enumerable.Range(0, random.Next(12)).Select(_ => words[random.Next(words.Length)]).Append("\r\n").ToArray();
            var wire = TextPeer.Octets(Stuff(pieces) + ".\r\n");
            var reader = new ContentReader(long.MaxValue);
            var output = new ArrayBufferWriter<byte>();
            Assert.True(reader.Read(wire, output, out var consumed));
            Assert.Equal(wire.Length, consumed);
            Assert.Equal(string.Concat(pieces), Encoding.Latin1.GetString(output.WrittenSpan));
        }
    }

    private static string Stuff(params string[] pieces)
    {
        var output = new ArrayBufferWriter<byte>();
        var stuffer = new DotStuffer();
        foreach (var piece in pieces) stuffer.Write(output, TextPeer.Octets(piece));
        stuffer.End(output);
        return Encoding.Latin1.GetString(output.WrittenSpan);
    }
}
