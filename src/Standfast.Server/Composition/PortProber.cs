using System.Net;
using System.Net.Sockets;
using Standfast.Delivery.Network;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Server.Composition;

/// <summary>Tries to reach mail servers of large receivers, to see whether the way out is open. It says nothing there but goes again.</summary>
internal sealed class PortProber(IDnsResolver dns, int port, TimeProvider time)
{
    private static readonly TimeSpan s_within = TimeSpan.FromSeconds(6);

    private static readonly DomainName[] s_receivers = [DomainName.Parse("gmail.com"), DomainName.Parse("outlook.com"), DomainName.Parse("yahoo.com")];

    /// <returns>Null where the DNS leads to none of them.</returns>
    public async Task<IReadOnlyList<PortProbe>?> ProbeAsync(CancellationToken cancellationToken)
    {
        PortProbe[] found = [.. (await Task.WhenAll(s_receivers.Select(receiver => ProbeAsync(receiver, cancellationToken)))).OfType<PortProbe>()];
        return found.Length > 0 ? found : null;
    }

    private async Task<PortProbe?> ProbeAsync(DomainName receiver, CancellationToken cancellationToken)
    {
        if (await dns.ResolveMxAsync(receiver, cancellationToken) is not DnsAnswer<MxRecord>.Found(var exchanges) || exchanges.MinBy(mx => mx.Preference)?.Exchange is not { } host) return null;
        if (await dns.ResolveAddressesAsync(host, cancellationToken) is not DnsAnswer<IPAddress>.Found(var addresses)) return null;
        using var late = new CancellationTokenSource(s_within, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await using var connection = await new SocketNetwork().ConnectAsync(new IPEndPoint(addresses[0], port), source: null, limit.Token);
            var greeting = await connection.Input.ReadAsync(limit.Token);
            return new PortProbe(host.Value, greeting.Buffer.IsEmpty ? "it closed the connection" : null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PortProbe(host.Value, $"no answer within {s_within.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return new PortProbe(host.Value, exception.Message);
        }
    }
}
