using System.Text.Json;
using Standfast.Simulation;

namespace Standfast.Benchmarks;

/// <summary>Plays simulated histories, one after the other, on this one thread.</summary>
internal static class Seeds
{
    /// <summary>Writes one JSON line a seed.</summary>
    public static void Play(int first, int count)
    {
        for (var seed = first; seed < first + count; seed++)
        {
            var report = SimulatedRun.Play(seed);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                seed,
                hash = $"{report.TraceHash:x16}",
                steps = report.Steps,
                days = report.VirtualTime.TotalDays,
                promises = report.Promises,
                duplicates = report.Duplicates,
                crashes = report.Crashes,
                moved = report.Moved,
                faults = report.Faults.ToDictionary(fault => fault.Key.ToString(), fault => fault.Value),
                violations = report.Violations,
            }));
        }
    }

    /// <summary>Plays one seed, and shows what happened last.</summary>
    public static int Replay(int seed)
    {
        var report = SimulatedRun.Play(seed, keepsLines: true);
        foreach (var line in report.LastLines) Console.WriteLine(line);
        Console.WriteLine($"seed {seed}: trace {report.TraceHash:x16}, {report.Steps} steps, {report.VirtualTime}, {report.Promises} promised, {report.Crashes} crashes");
        foreach (var violation in report.Violations) Console.WriteLine("VIOLATION " + violation);
        return report.Violations.Count == 0 ? 0 : 1;
    }
}
