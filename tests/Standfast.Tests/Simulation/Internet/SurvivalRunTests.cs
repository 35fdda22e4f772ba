using Standfast.Simulation.Internet;

namespace Standfast.Tests.Simulation.Internet;

/// <summary>Short runs in the simulated internet; `./bench survival` plays months.</summary>
public sealed class SurvivalRunTests
{
    [Fact]
    public void HonestMailAlone_GetsThrough_WhateverTheServer()
    {
        var report = SurvivalRun.Play(seed: 1, days: 3, isProtected: false, hasHarm: false);
        Assert.Empty(report.Suspensions);
        Assert.Equal((0, report.Honest, report.Honest), (report.Slowings, report.Taken, report.Inbox));
        Assert.InRange(report.Honest, 1_000, 10_000);
        Assert.InRange(report.Delays[report.Delays.Count / 2], 0.01, 1);
    }

    [Fact]
    public void PlainRelay_IsSuspended_ForTheHarmItSends()
    {
        var report = SurvivalRun.Play(seed: 1, days: 3, isProtected: false);
        Assert.NotEmpty(report.Suspensions);
        Assert.True(report.Taken < report.Honest, $"{report.Taken} of {report.Honest}");
        Assert.True(report.Harm.Values.Sum(mix => mix.Let) > 500, string.Join(", ", report.Harm));
        Assert.NotEmpty(report.Losses);
    }

    /// <summary>All harm of a month within three days, twice.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Standfast_IsNotSuspended_AndHonestMailGetsThrough(int seed)
    {
        var report = SurvivalRun.Play(seed, days: 3, isProtected: true);
        Assert.Empty(report.Suspensions);
        Assert.True(report.Taken >= 0.99 * report.Honest, $"{report.Taken} of {report.Honest}: {string.Join(", ", report.Losses)}");
        Assert.InRange(report.Delays[report.Delays.Count / 2], 0.01, 1);
        Assert.Equal(11, report.Harm.Count);
        Assert.All(report.Harm, mix => Assert.True(mix.Value.Let <= 100, $"{mix.Key}: {mix.Value.Let} of {mix.Value.All}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_IsTheSame_WhenTheSeedIs(bool isProtected)
    {
        var (first, second) = (SurvivalRun.Play(seed: 2, days: 2, isProtected), SurvivalRun.Play(seed: 2, days: 2, isProtected));
        Assert.Equal((first.TraceHash, first.Steps, first.Taken, first.Complaints), (second.TraceHash, second.Steps, second.Taken, second.Complaints));
        Assert.Equal(first.Suspensions, second.Suspensions);
        if (!isProtected) Assert.NotEqual(first.TraceHash, SurvivalRun.Play(seed: 3, days: 2, isProtected).TraceHash);
    }
}
