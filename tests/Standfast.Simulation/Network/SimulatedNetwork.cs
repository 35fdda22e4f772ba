using System.Net;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Network;

/// <summary>How a host answers those who connect.</summary>
public enum HostState
{
    Up,
    Refuses,
    Silent,
}

/// <summary>The internet between the server and everybody else.</summary>
public sealed class SimulatedNetwork(SimulatedProcess world, TimeProvider clock)
{
    private readonly Dictionary<IPAddress, Action<LinkEnd>> _hosts = [];
    private readonly Dictionary<IPAddress, HostState> _states = [];
    private readonly List<SimulatedLink> _links = [];

    /// <summary>Most octets of a segment; drawn by each connection.</summary>
    public int[] SegmentSizes { get; set; } = [64 * 1024];

    public TimeSpan MaxLatency { get; set; } = TimeSpan.FromMilliseconds(80);

    public IReadOnlyList<SimulatedLink> Links => _links;

    private StepScheduler Scheduler => world.Scheduler;

    public void Listen(IPAddress address, Action<LinkEnd> accept) => _hosts[address] = accept;

    public void Close(IPAddress address) => _hosts.Remove(address);

    public void SetState(IPAddress address, HostState state) => _states[address] = state;

    /// <exception cref="IOException">Nobody answers there.</exception>
    public async Task<LinkEnd> ConnectAsync(IPAddress address, TimeProvider caller, CancellationToken cancellationToken)
    {
        Scheduler.CheckThread();
        await Task.Delay(MaxLatency * Scheduler.Random.NextDouble(), caller, cancellationToken);
        var state = _states.GetValueOrDefault(address);
        Scheduler.Trace("connect", (long)state);
        if (state == HostState.Silent) await Task.Delay(Timeout.InfiniteTimeSpan, caller, cancellationToken);
        if (state == HostState.Refuses || !_hosts.TryGetValue(address, out var accept)) throw new IOException("connection refused");
        var segment = SegmentSizes[Scheduler.Random.Next(SegmentSizes.Length)];
        var link = new SimulatedLink(world, clock, segment, segment < 64 ? TimeSpan.FromMilliseconds(1) : MaxLatency);
        _links.Add(link);
        link.Ended = () => _links.Remove(link);
        accept(link.Ends[1]);
        return link.Ends[0];
    }
}
