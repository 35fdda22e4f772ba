using System.Diagnostics;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios.Laboratory;

/// <summary>
/// Some rounds of the crash laboratory (docs/crash-laboratory.md; ./bench crash plays the long ones): kill -9 at any moment and at each
/// step, power cuts, broken disks; and a server whose syncs do nothing, which must be found out.
/// </summary>
public sealed class CrashLaboratory
{
    [Fact]
    public async Task Acknowledged_IsDeliveredOrQueuedOrEnded_WhateverIsCrashed()
    {
        var start = new ProcessStartInfo("python3", [Tool.Source("../../benchmarks/crash.py")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["STANDFAST_DLL"] = Path.Combine(AppContext.BaseDirectory, "standfast.dll");
        foreach (var (name, value) in ServerProcess.SoonOver) start.Environment[name] = value;
        start.Environment["KINDS"] = "kill step power disk";
        start.Environment["CRASHES"] = Environment.GetEnvironmentVariable("CRASHES") ?? "10";
        start.Environment["SEED"] = Environment.GetEnvironmentVariable("SEED") ?? "1";
        start.Environment["MUTATION"] = "1";
        using var laboratory = Process.Start(start)!;
        var output = laboratory.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = laboratory.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await laboratory.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(laboratory.ExitCode == 0, $"{await output}\n{await error}");
        TestContext.Current.TestOutputHelper?.WriteLine(await output);
        var left = (await output).Split('\n').Where(line => line.StartsWith("skipped: ", StringComparison.Ordinal)).ToArray();
        Assert.SkipWhen(left.Length > 0, string.Join("; ", left));
    }
}
