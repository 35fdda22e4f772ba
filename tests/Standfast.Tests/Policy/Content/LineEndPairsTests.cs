using System.Text;
using Standfast.Policy.Content.Mime;

namespace Standfast.Tests.Policy.Content;

public sealed class LineEndPairsTests
{
    [Fact]
    public void LoneLineEnd_IsFound_WhereverItStands()
    {
        for (var length = 0; length < 100; length++)
            for (var at = 0; at < length; at++)
                foreach (var (piece, isBroken) in new[] { ("\r\n", false), ("\n", true), ("\r", true), ("\n\r", true), ("\r\r\n", true), ("\r\n\n", true), ("\r\n\r\n", false) })
                    Assert.Equal(isBroken, LineEndPairs.AreBroken(Encoding.ASCII.GetBytes(new string('x', at) + piece + new string('y', length - at))));
    }

    [Fact]
    public void Answer_IsThatOfCounting_WhateverTheText()
    {
        var random = new Random(5);
        var broken = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, random.Next(70)).Select(_ => random.Next(40) == 0 ? "\n" : random.Next(40) == 0 ? "\r" : random.Next(4) == 0 ? "\r\n" : "x")));
            var pairs = text.AsSpan().Count("\r\n"u8);
            var expected = text.AsSpan().Count((byte)'\n') != pairs || text.AsSpan().Count((byte)'\r') != pairs;
            Assert.Equal(expected, LineEndPairs.AreBroken(text));
            if (expected) broken++;
        }

        Assert.InRange(broken, 2_000, 18_000);
    }
}
