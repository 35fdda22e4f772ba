using System.Buffers;
using Standfast.Mail;
using Standfast.Smtp.Client;

namespace Standfast.Tests.Smtp.Client;

public sealed class ReplyParserTests
{
    [Theory]
    [InlineData("250 Ok\r\n", "250 Ok")]
    [InlineData("250\r\n", "250 ")] // RFC 5321 §4.2.1: no text, and no space either
    [InlineData("250 \r\n", "250 ")]
    [InlineData("250 2.1.5 Ok\r\n", "250 2.1.5 Ok")]
    [InlineData("250 5.1.1 Ok\r\n", "250 5.1.1 Ok")] // contradictory: text
    [InlineData("250-a\r\n250-b\r\n250 c\r\n", "250 a b c")]
    [InlineData("250-\r\n250\r\n", "250  ")]
    [InlineData("550-5.7.1 one\r\n550 5.7.1 two\r\n", "550 5.7.1 one two")]
    [InlineData("550-5.7.1 one\r\n550 two\r\n", "550 5.7.1 one two")]
    [InlineData("354 go\n", "354 go")] // servers that send LF alone are understood
    [InlineData("299 x\r\n", "299 x")]
    [InlineData("554 \u00e9\r\n", "554 \u00e9")]
    public void TryRead_ReadsOneReply_HoweverItIsCut(string wire, string expected)
    {
        var rest = Whole(wire + "220 next");
        Assert.True(ReplyParser.TryRead(ref rest, out var reply, out var error));
        Assert.Null(error);
        Assert.Equal(expected, reply!.ToString());
        Assert.Equal(8, rest.Length);

        var cut = InOctets(wire);
        Assert.True(ReplyParser.TryRead(ref cut, out var again, out _));
        Assert.Equal(expected, again!.ToString());
        Assert.True(cut.IsEmpty);

        for (var length = 0; length < wire.Length; length++)
        {
            var prefix = Whole(wire[..length]);
            Assert.False(ReplyParser.TryRead(ref prefix, out var none, out error));
            Assert.Null(none);
            Assert.Null(error);
            Assert.Equal(length, prefix.Length);
        }
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("25\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("25x Ok\r\n")]
    [InlineData("250Ok\r\n")]
    [InlineData("250_Ok\r\n")]
    [InlineData("2500 Ok\r\n")]
    [InlineData("150 Ok\r\n")]
    [InlineData("650 Ok\r\n")]
    [InlineData("000 Ok\r\n")]
    [InlineData(" 250 Ok\r\n")]
    [InlineData("-250 Ok\r\n")]
    [InlineData("250-a\r\n550 b\r\n")]
    [InlineData("250-a\r\nb\r\n")]
    [InlineData("\u0662\u0665\u0660 Ok\r\n")]
    public void TryRead_RefusesWhatIsNoReply_HoweverItIsCut(string wire)
    {
        foreach (var buffer in new[] { Whole(wire), InOctets(wire) })
        {
            var rest = buffer;
            Assert.False(ReplyParser.TryRead(ref rest, out var reply, out var error));
            Assert.Null(reply);
            Assert.NotNull(error);
        }
    }

    [Theory]
    [InlineData(ReplyParser.MaxLines, true)]
    [InlineData(ReplyParser.MaxLines + 1, false)]
    public void TryRead_TakesSoManyLines(int lines, bool isTaken) =>
        AssertTaken(isTaken, string.Concat(Enumerable.Repeat("250-x\r\n", lines - 1)) + "250 x\r\n");

    [Theory]
    [InlineData(ReplyParser.MaxLineOctets, true)]
    [InlineData(ReplyParser.MaxLineOctets + 1, false)]
    public void TryRead_TakesSoLongALine(int octets, bool isTaken) => AssertTaken(isTaken, $"250 {new string('x', octets - 5)}\r\n");

    // Lines within their limit, and the whole at its own: 7 lines of 8,192 octets with LF are 57,351.
    [Theory]
    [InlineData(ReplyParser.MaxReplyOctets, true)]
    [InlineData(ReplyParser.MaxReplyOctets + 1, false)]
    public void TryRead_TakesSoLongAReply(int octets, bool isTaken)
    {
        var lines = string.Concat(Enumerable.Repeat($"250-{new string('x', ReplyParser.MaxLineOctets - 5)}\r\n", 7));
        AssertTaken(isTaken, $"{lines}250 {new string('x', octets - lines.Length - 6)}\r\n");
    }

    [Fact]
    public void TryRead_GivesUp_OnALineThatDoesNotEnd()
    {
        var rest = Whole(new string('2', ReplyParser.MaxReplyOctets + 1));
        Assert.False(ReplyParser.TryRead(ref rest, out _, out var error));
        Assert.NotNull(error);
    }

    [Fact]
    public void TryRead_NeverThrows_WhateverComes()
    {
        var random = new Random(11);
        var wire = TextPeer.Octets("250-5.7.1 a\r\n250-2.0.0 b\r\n250 c\r\n");
        for (var round = 0; round < 20_000; round++)
        {
            var mutant = (byte[])wire.Clone();
            for (var change = random.Next(1, 5); change > 0; change--) mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            var rest = new ReadOnlySequence<byte>(mutant);
            Assert.Equal(ReplyParser.TryRead(ref rest, out var reply, out _), reply is not null);
        }
    }

    /// <summary>As one buffer, and as it would come in pieces: the answer must be the same.</summary>
    private static void AssertTaken(bool isTaken, string wire)
    {
        var whole = Whole(wire);
        Assert.Equal(isTaken, ReplyParser.TryRead(ref whole, out var reply, out var error));
        Assert.Equal(isTaken, error is null);
        SmtpReply? late = null;
        string? lateError = null;
        for (var length = 0; late is null && lateError is null; length = Math.Min(length + 1000, wire.Length))
        {
            var arrived = Whole(wire[..length]);
            ReplyParser.TryRead(ref arrived, out late, out lateError);
        }

        Assert.Equal(reply?.ToString(), late?.ToString());
    }

    private static ReadOnlySequence<byte> Whole(string wire) => new(TextPeer.Octets(wire));

    private static ReadOnlySequence<byte> InOctets(string wire)
    {
        Segment? first = null, last = null;
        foreach (var octet in TextPeer.Octets(wire))
        {
            last = new Segment(octet, last);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, 1);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte octet, Segment? before)
        {
            Memory = new[] { octet };
            if (before is null) return;
            RunningIndex = before.RunningIndex + 1;
            before.Next = this;
        }
    }
}
