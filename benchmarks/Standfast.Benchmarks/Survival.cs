using System.Text.Json;
using Standfast.Simulation.Internet;

namespace Standfast.Benchmarks;

/// <summary>Plays months in the simulated internet, one after the other, on this one thread.</summary>
internal static class Survival
{
    /// <summary>Writes one JSON line a seed.</summary>
    /// <param name="server">"honest" plays the plain relay without harmful mail.</param>
    public static void Play(string server, int first, int count, int days)
    {
        for (var seed = first; seed < first + count; seed++)
        {
            var report = SurvivalRun.Play(seed, days, isProtected: server == "standfast", hasHarm: server != "honest");
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                seed,
                server,
                hash = $"{report.TraceHash:x16}",
                steps = report.Steps,
                suspensions = report.Suspensions,
                slowings = report.Slowings,
                complaints = report.Complaints,
                honest = report.Honest,
                taken = report.Taken,
                inbox = report.Inbox,
                delays = Percentiles(report.Delays),
                harm = report.Harm.ToDictionary(one => one.Key, one => new[] { one.Value.Let, one.Value.All }),
                noticed = report.Noticed,
                losses = report.Losses,
            }));
        }
    }

    /// <summary>Each tenth of a per cent, so that runs can be put together.</summary>
    private static double[] Percentiles(IReadOnlyList<double> sorted) => sorted.Count == 0 ? [] : [.. Enumerable.Range(0, 1001).Select(part => Math.Round(sorted[(int)((sorted.Count - 1) * part / 1000.0)], 3))];
}
