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

    [Fact]
    public void Run_IsTheSame_WhenTheSeedIs()
    {
        var (first, second) = (SurvivalRun.Play(seed: 2, days: 2, isProtected: false), SurvivalRun.Play(seed: 2, days: 2, isProtected: false));
        Assert.Equal((first.TraceHash, first.Steps, first.Taken, first.Complaints), (second.TraceHash, second.Steps, second.Taken, second.Complaints));
        Assert.Equal(first.Suspensions, second.Suspensions);
        Assert.NotEqual(first.TraceHash, SurvivalRun.Play(seed: 3, days: 2, isProtected: false).TraceHash);
    }
}
