using System.Globalization;

namespace Standfast.Tests.Recovery.Drills;

/// <summary>Generated suspensions, end to end. ./bench drill plays 200 and prints what came of them.</summary>
public sealed class DrillTests
{
    private const string Count = "DRILLS", Out = "DRILLS_OUT";

    [Fact]
    public void Drills_FindTheCause_ContainTheHarm_LoseNobody_AndAskOnlyWhenItIsMended()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable(Count), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 22;
        var reports = Enumerable.Range(0, count).Select(seed => new Drill(seed).Play()).ToList();
        if (Environment.GetEnvironmentVariable(Out) is { Length: > 0 } file)
            File.WriteAllLines(file, reports.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Seed} {one.Scenario.Pain} {one.Scenario.Cause} {one.Found} {one.IsContained?.ToString() ?? "-"} {one.Lost} {one.IsReal} {one.SentWithoutRemedy} {one.IsAccepted}")));
        var wrong = reports.Where(one => !one.IsRightFirst).ToList();
        Assert.True(wrong.Count <= count / 20, string.Join('\n', wrong));
        Assert.All(reports, one => Assert.True(one is { IsContained: not false, Lost: 0, SentWithoutRemedy: 0 } && one.IsAccepted == one.IsReal, one.ToString()));
    }

    [Fact]
    public void Scenarios_HaveEveryCause() => Assert.Equal(Enum.GetValues<Standfast.Recovery.SuspensionCause>().Length, DrillScenario.All.Select(one => one.Cause).Distinct().Count());
}
