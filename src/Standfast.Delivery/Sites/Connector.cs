using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Standfast.Delivery.Network;
using Standfast.Delivery.Routing;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>Opens a connection to the first host of a route that will talk, secured where it can be.</summary>
internal sealed class Connector(IDnsResolver dns, INetwork network, DeliveryOptions options, TimeProvider time)
{
    /// <param name="requiresTls">Mail of this site does not go in the clear.</param>
    /// <exception cref="PeerException">No host was usable; the message says why the last one was not.</exception>
    /// <exception cref="RouteLoopException">Every way leads back here.</exception>
    public async Task<SiteConnection> OpenAsync(Route.Remote route, bool requiresTls, CancellationToken cancellationToken)
    {
        PeerException? last = null;
        var loops = 0;
        foreach (var host in route.Hosts)
        {
            foreach (var endpoint in await ResolveAsync(host, route.Port, reason => last = reason, cancellationToken))
            {
                if (endpoint is IPEndPoint address && options.OwnEndpoints.Contains(address))
                {
                    loops++;
                    continue;
                }

                try
                {
                    return await OpenAsync(route, host, endpoint, requiresTls ? TlsUse.Required : TlsUse.Offered, cancellationToken);
                }
                catch (PeerException exception) when (exception is { Phase: "starttls", Reply: null } && !requiresTls && route.Relay?.Password is null && !route.IsLmtp)
                {
                    last = exception;
                }
                catch (PeerException exception)
                {
                    last = exception;
                    continue;
                }

                try
                {
                    // Opportunistic TLS (RFC 7435): a handshake that fails costs the protection, not the mail.
                    return await OpenAsync(route, host, endpoint, TlsUse.Never, cancellationToken);
                }
                catch (PeerException exception)
                {
                    last = exception;
                }
            }
        }

        if (last is null && loops > 0) throw new RouteLoopException();
        throw last ?? new PeerException("connect", "no host has an address");
    }

    private async Task<IReadOnlyList<EndPoint>> ResolveAsync(string host, int port, Action<PeerException> failed, CancellationToken cancellationToken)
    {
        if (host.StartsWith("unix:", StringComparison.Ordinal)) return [new UnixDomainSocketEndPoint(host[5..])];
        if (IPAddress.TryParse(host, out var literal)) return [new IPEndPoint(literal, port)];
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return [new IPEndPoint(IPAddress.Loopback, port)];
        if (!DomainName.TryParse(host, out var name)) return [];
        switch (await dns.ResolveAddressesAsync(name, cancellationToken))
        {
            case DnsAnswer<IPAddress>.Found(var addresses):
                return [.. addresses.Select(address => new IPEndPoint(address, port))];
            case DnsAnswer<IPAddress>.Failed(var reason):
                failed(new PeerException("connect", $"DNS gives no address for {host}: {reason}"));
                return [];
            default:
                failed(new PeerException("connect", $"{host} has no address"));
                return [];
        }
    }

    private async Task<SiteConnection> OpenAsync(Route.Remote route, string host, EndPoint endpoint, TlsUse tls, CancellationToken cancellationToken)
    {
        var line = await ConnectAsync(host, endpoint, cancellationToken);
        var client = new SmtpClientConnection(line, options.Hostname.Value, route.IsLmtp, options.Timeouts, time);
        var connection = new SiteConnection(line, client, host, endpoint.ToString()!);
        try
        {
            Require(await client.GreetAsync(cancellationToken), "greeting", host);
            Require(await client.HelloAsync(cancellationToken), "ehlo", host);
            if (tls != TlsUse.Never && client.OffersStartTls && (await client.StartTlsAsync(TlsFor(host), cancellationToken)).Code == 220)
                Require(await client.HelloAsync(cancellationToken), "ehlo", host);
            if (tls == TlsUse.Required && client.Tls is null) throw new PeerException("starttls", $"{host} offers no TLS, and its provider's mail is not sent in the clear");
            if (route.Relay is { UserName: { } user, Password: { } password })
            {
                if (client.Tls is null) throw new PeerException("auth", $"{host} offers no TLS; the relay password is not sent in the clear");
                Require(await client.AuthenticateAsync(user, password, cancellationToken), "auth", host);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<INetworkConnection> ConnectAsync(string host, EndPoint endpoint, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeouts.Connect, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var source = endpoint is IPEndPoint ip ? options.Sources.FirstOrDefault(address => address.AddressFamily == ip.AddressFamily) : null;
            return await network.ConnectAsync(endpoint, source, both.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new PeerException("connect", $"{host} ({endpoint}) did not answer within {options.Timeouts.Connect.TotalSeconds:0} s", exception);
        }
        catch (IOException exception)
        {
            throw new PeerException("connect", $"{host} ({endpoint}): {exception.Message}", exception);
        }
    }

    private static void Require(SmtpReply reply, string phase, string host)
    {
        if (!reply.IsPositive) throw new PeerException(phase, $"{host} said in {phase}: {reply}") { Reply = reply };
    }

    private static SslClientAuthenticationOptions TlsFor(string host) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning disable CA5359 // Opportunistic TLS protects against listeners only; the MX name itself is unproven (RFC 7435 §3).
        RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
    };

    private enum TlsUse
    {
        Never,
        Offered,
        Required,
    }
}
