using Standfast.Reputation.Incidents;

namespace Standfast.Server.Composition;

/// <content>Whether the way out is open.</content>
internal sealed partial class ReputationSetup
{
    /// <summary>Between looks whether there is a suspicion; ours.</summary>
    private static readonly TimeSpan s_port = TimeSpan.FromSeconds(5);

    private void AddPortWatch(ReputationParts parts)
    {
        // A smart host has a port of its own, and one that does not answer is seen as such.
        if (Incidents is not { } incidents || _settings["delivery.relay"].Length > 0) return;
        var watch = new PortWatch(incidents, incidents.All.Any(one => one is { Cause: PortWatch.Cause, Scope: PortWatch.Scope, IsOver: false }), _time);
        parts.Observers.Add(watch);
        parts.Run("port", stop => WatchPortAsync(watch, stop));
    }

    private async Task WatchPortAsync(PortWatch watch, CancellationToken stop)
    {
        var port = (int)_settings.Number("delivery.port");
        var prober = new PortProber(_dns, port, _time);
        using var timer = new PeriodicTimer(s_port, _time);
        while (await timer.NextAsync(stop))
        {
            if (!watch.IsSuspicious) continue;
            var probes = await prober.ProbeAsync(stop);
            if (probes is { Count: > 0 } && probes.All(probe => probe.Failure is not null)) watch.Confirm($"no mail server can be reached at port {port}: {string.Join("; ", probes.Select(probe => $"{probe.Host}: {probe.Failure}"))}");
            else watch.Clear();
        }
    }
}
