using Standfast.Reputation.Classification;
using Standfast.Reputation.Statistics;

namespace Standfast.Tests.Reputation.Statistics;

public sealed class CountsTests
{
    [Fact]
    public void Pack_ComesBack_AndIsAddedTo()
    {
        var counts = Sample();
        var read = new Counts();
        read.Add(counts.Pack());
        read.Add(counts);
        Assert.Equal(600_000, read[CountKind.Attempts]);
        Assert.Equal(10, read.BouncedFor(ReplyCause.SendingLimitExceeded));
        Assert.Equal(4, read.DeferredFor(ReplyCause.Greylist));
        Assert.Equal(read.Pack(), Counts.AddPacked(counts.Pack(), counts.Pack()));
        Assert.Empty(new Counts().Pack());
        Assert.True(new Counts().IsEmpty && !read.IsEmpty);
    }

    [Fact]
    public void AddPacked_IsTheSum_OfAnyTwo()
    {
        var random = new Random(11);
        for (var round = 0; round < 500; round++)
        {
            var (left, right) = (RandomCounts(random), RandomCounts(random));
            var sum = Counts.AddPacked(left.Pack(), right.Pack());
            left.Add(right);
            Assert.Equal(left.Pack(), sum);
        }

        // What a later version counts is kept.
        Assert.Equal([(byte)CountKind.Delivered, 7, 0xF0, 0x01, 8], Counts.AddPacked([(byte)CountKind.Delivered, 4, 0xF0, 0x01, 5], [(byte)CountKind.Delivered, 3, 0xF0, 0x01, 3]));
    }

    [Fact]
    public void AddPacked_NeverThrows_WhateverIsRead()
    {
        var random = new Random(13);
        for (var round = 0; round < 5_000; round++)
        {
            var (left, right) = (new byte[random.Next(40)], new byte[random.Next(round % 50 == 0 ? 2_000 : 40)]);
            random.NextBytes(left);
            random.NextBytes(right);
            Assert.True(Counts.AddPacked(left, right).Length <= left.Length + right.Length);
        }
    }

    [Fact]
    public void Add_NeverThrows_WhateverIsRead()
    {
        var packed = Sample().Pack();
        for (var length = 0; length <= packed.Length; length++) new Counts().Add(packed.AsSpan(0, length));
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            new Counts().Add(bytes);
        }

        var later = new Counts();
        later.Add([0xF0, 0x01, 5, (byte)CountKind.Delivered, 3]);
        Assert.Equal(3, later[CountKind.Delivered]);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    public void Quantile_IsWithinAFifth(double share)
    {
        var random = new Random(3);
        var (steps, times) = (new long[LatencyScale.Steps], new List<double>());
        for (var number = 0; number < 10_000; number++)
        {
            // Log-normal around 2 s, as times to delivery are.
            var milliseconds = 2_000 * Math.Exp(1.2 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            times.Add(milliseconds);
            steps[LatencyScale.StepOf(TimeSpan.FromMilliseconds(milliseconds))]++;
        }

        times.Sort();
        var exact = times[(int)(share * times.Count)];
        Assert.InRange(LatencyScale.Quantile(steps, share)!.Value.TotalMilliseconds, exact / 1.2, exact * 1.2);
    }

    [Fact]
    public void Scale_HasAnEndOnBothSides()
    {
        Assert.Equal(0, LatencyScale.StepOf(TimeSpan.FromSeconds(-5)));
        Assert.Equal(LatencyScale.Steps - 1, LatencyScale.StepOf(TimeSpan.MaxValue));
        Assert.Null(LatencyScale.Quantile(new long[LatencyScale.Steps], 0.5));
    }

    private static Counts RandomCounts(Random random)
    {
        var counts = new Counts();
        for (var number = random.Next(12); number > 0; number--) counts.Add((CountKind)random.Next(12), random.NextInt64(1L << random.Next(1, 40)));
        counts.AddBounces(ReplyCause.NoSuchUser, random.Next(3));
        return counts;
    }

    private static Counts Sample()
    {
        var counts = new Counts();
        counts.Add(CountKind.Attempts, 300_000);
        counts.Add(CountKind.Cancelled, 1);
        counts.AddBounces(ReplyCause.SendingLimitExceeded, 5);
        counts.AddDeferrals(ReplyCause.Greylist, 2);
        return counts;
    }
}
