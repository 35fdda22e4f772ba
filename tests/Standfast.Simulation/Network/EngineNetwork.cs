using System.Net;
using Standfast.Delivery.Network;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Network;

/// <summary>The network as one run of the server sees it; counts what it has open to each provider from each source.</summary>
internal sealed class EngineNetwork(SimulatedNetwork network, SimulatedProcess process, TimeProvider clock, Func<IPAddress, string> providerOf, Action<string, int> opened) : INetwork
{
    private readonly Dictionary<string, int> _open = [];

    public List<LinkEnd> Ends { get; } = [];

    public async Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken)
    {
        process.Scheduler.CheckThread();
        var address = ((IPEndPoint)remote).Address;
        var provider = source is null ? providerOf(address) : $"{providerOf(address)} from {source}";
        Count(provider, 1);
        try
        {
            var end = await network.ConnectAsync(address, clock, cancellationToken);
            end.Link.Source = source;
            Ends.Add(end);
            end.Closed = () =>
            {
                Ends.Remove(end);
                Count(provider, -1);
            };
            return end;
        }
        catch
        {
            Count(provider, -1);
            throw;
        }
    }

    private void Count(string provider, int change)
    {
        _open[provider] = _open.GetValueOrDefault(provider) + change;
        process.Scheduler.Trace(provider, _open[provider]);
        opened(provider, _open[provider]);
    }
}
