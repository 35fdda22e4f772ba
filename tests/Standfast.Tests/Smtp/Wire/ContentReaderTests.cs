using System.Buffers;
using System.Text;
using Standfast.Smtp.Wire;

namespace Standfast.Tests.Smtp.Wire;

public sealed class ContentReaderTests
{
    [Theory]
    [InlineData("a\r\n.\r\n", "a\r\n")]
    [InlineData(".\r\n", "")]
    [InlineData("..a\r\n.\r\n", ".a\r\n")]
    [InlineData("a\r\n..\r\n.\r\n", "a\r\n.\r\n")]
    [InlineData("a.b\r\n.c\r\n\r\n.\r\n", "a.b\r\nc\r\n\r\n")]
    public void Read_Unstuffs_HoweverTheInputIsCut(string wire, string expected)
    {
        foreach (var piece in Enumerable.Range(1, wire.Length))
        {
            var (ended, content, fault) = Read(wire, piece);
            Assert.True(ended);
            Assert.Equal(ContentFault.None, fault);
            Assert.Equal(expected, content);
        }
    }

    // The ways in which servers were made to see the end of a message that others do not see (CVE-2023-51764 and its kin).
    [Theory]
    [InlineData("\n.\n")]
    [InlineData("\r.\r")]
    [InlineData("\r.\n")]
    [InlineData("\n.\r")]
    [InlineData("\n.\r\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\r.\r\n")]
    [InlineData("\r\n.\r")]
    [InlineData("\r\n\0.\r\n")]
    [InlineData("\r\n.\0\r\n")]
    public void Read_TakesNoOtherEnd_AndRefusesTheMessage(string ending)
    {
        var wire = $"a{ending}MAIL FROM:<x@example.org>\r\n.\r\n";
        foreach (var piece in Enumerable.Range(1, wire.Length))
        {
            var reader = new ContentReader(1000);
            var output = new ArrayBufferWriter<byte>();
            var bytes = Encoding.ASCII.GetBytes(wire);
            var total = 0;
            var ended = false;
            for (var start = 0; start < bytes.Length && !ended; start += piece)
            {
                ended = reader.Read(bytes.AsSpan(start, Math.Min(piece, bytes.Length - start)), output, out var used);
                total += used;
            }

            Assert.True(ended);
            Assert.Equal(bytes.Length, total);
            Assert.Equal(ContentFault.BareLineEnd, reader.Fault);
        }
    }

    [Fact]
    public void Read_FindsTheTrueEnd_WhenTooLarge()
    {
        var (ended, _, fault) = Read(string.Concat(Enumerable.Repeat("0123456789\r\n", 200)) + ".\r\n", 64);
        Assert.True(ended);
        Assert.Equal(ContentFault.TooLarge, fault);
    }

    [Fact]
    public void Read_RefusesALineBeyondTheLimit()
    {
        var reader = new ContentReader(long.MaxValue);
        reader.Read(new byte[ContentReader.MaxLineOctets + 1].Select(_ => (byte)'x').ToArray(), new ArrayBufferWriter<byte>(), out _);
        Assert.Equal(ContentFault.LineTooLong, reader.Fault);
    }

    private static (bool Ended, string Content, ContentFault Fault) Read(string wire, int piece)
    {
        var reader = new ContentReader(1000);
        var output = new ArrayBufferWriter<byte>();
        var bytes = Encoding.ASCII.GetBytes(wire);
        for (var start = 0; start < bytes.Length; start += piece)
            if (reader.Read(bytes.AsSpan(start, Math.Min(piece, bytes.Length - start)), output, out _))
                return (true, Encoding.ASCII.GetString(output.WrittenSpan), reader.Fault);
        return (false, "", reader.Fault);
    }
}
