using Standfast.Simulation;
using Standfast.Simulation.Disk;
using Standfast.Simulation.Faults;

namespace Standfast.Tests.Simulation;

/// <summary>The engine in simulated worlds. `./bench simulate` plays thousands, and names the command that replays one.</summary>
public sealed class SimulatedRunTests
{
    private const int Seeds = 100;

    [Fact]
    public void Seeds_KeepEveryPromise()
    {
        var (promises, crashes) = (0, 0);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var report = SimulatedRun.Play(seed);
            Assert.True(report.Violations.Count == 0, $"seed {seed}: {string.Join("; ", report.Violations)}");
            promises += report.Promises;
            crashes += report.Crashes;
        }

        // The worlds are not empty.
        Assert.True(promises > 20 * Seeds && crashes > Seeds / 2, $"{promises} promises, {crashes} crashes");
    }

    /// <summary>Seeds that have found something.</summary>
    [Theory]
    [InlineData(5608, "the judge counted the age of a report from the moment at which a full disk had room for it")]
    [InlineData(31750, "mail for which an idle worker was woken whose source had used up its day waited for the next day, though another source of the pool was free")]
    [InlineData(80134, "a connection that broke after the recipients were named gave them back to the day's allowance")]
    [InlineData(89523, "mail that was released after a jump of the clock that nobody had looked at waited for the jump to pass")]
    public void SeedThatFoundAFault_KeepsEveryPromise(int seed, string fault)
    {
        var report = SimulatedRun.Play(seed);
        Assert.True(report.Violations.Count == 0, $"{fault}: {string.Join("; ", report.Violations)}");
    }

    [Fact]
    public void Trace_IsTheSame_WhenTheSeedIs()
    {
        var hashes = new HashSet<ulong>();
        for (var seed = 1; seed <= 10; seed++)
        {
            var first = SimulatedRun.Play(seed);
            var second = SimulatedRun.Play(seed);
            Assert.Equal((first.TraceHash, first.Steps, first.Promises), (second.TraceHash, second.Steps, second.Promises));
            Assert.True(hashes.Add(first.TraceHash), $"seed {seed} has the history of another");
        }
    }

    [Theory]
    [InlineData(SyncHonesty.Drops)]
    [InlineData(SyncHonesty.Late)]
    public void Judge_SeesTheLoss_WhenASyncDoesNotDoWhatItSays(SyncHonesty syncs)
    {
        var violations = Enumerable.Range(1, 20).SelectMany(seed =>
        {
            var plan = SimulationPlan.Draw(seed);
            plan = plan with { Syncs = syncs, Faults = new HashSet<FaultKind> { FaultKind.PowerCut, FaultKind.PowerCutInOperation, FaultKind.Mood }, FaultEvery = TimeSpan.FromMinutes(2) };
            return SimulatedRun.Play(seed, plan).Violations;
        });
        Assert.Contains(violations, violation => violation.Contains("promised and is lost", StringComparison.Ordinal));
    }
}
