using System.Net.Security;
using System.Security.Authentication;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Network;
using Standfast.Delivery.Routing;
using Standfast.Delivery.Shaping;
using Standfast.Mail;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>Opens a connection to the first host of a route that will talk, secured where it can be.</summary>
internal sealed class Connector(AddressFinder finder, Dialler dialler, DeadHosts dead, DeliveryOptions options, TimeProvider time)
{
    /// <summary>Hosts that greet and then refuse: after two of them the provider has said it (as Postfix' smtp_mx_session_limit).</summary>
    private const int MaxSessions = 2;

    /// <param name="requiresTls">Mail of this site does not go in the clear.</param>
    /// <param name="othersStand">Connections to the site stand: a refusal then means that these are enough.</param>
    /// <exception cref="PeerException">No host was usable; the message says why the last one was not.</exception>
    /// <exception cref="HostsRestException">All of them failed shortly before.</exception>
    /// <exception cref="RouteLoopException">Every way leads back here.</exception>
    /// <exception cref="SourceUnavailableException">The source is gone.</exception>
    public async Task<SiteConnection> OpenAsync(Route.Remote route, EgressSource source, bool requiresTls, bool othersStand, CancellationToken cancellationToken)
    {
        var found = await finder.FindAsync(route, source, cancellationToken);
        var candidates = found.Candidates.ToList();
        var last = found.Failure;
        var sessions = 0;
        while (candidates.Count > 0)
        {
            try
            {
                var (line, candidate) = await dialler.ConnectAsync(FirstGroup(candidates), source, tried => candidates.Remove(tried), cancellationToken);
                sessions++;
                return await TalkAsync(route, source, line, candidate, requiresTls, cancellationToken);
            }
            catch (PeerException exception)
            {
                last = exception;
                if (exception.Reply is not null && sessions >= (othersStand ? 1 : MaxSessions)) break;
            }
        }

        // A host that has no address now does not count against the others, which may be tried later and were not spoken to.
        if (ReferenceEquals(last, found.Failure) && found.Rest is { } rest) throw new HostsRestException(rest, route.Hosts[0]);
        if (last is null && found.Loops > 0) throw new RouteLoopException();
        throw last ?? new PeerException("connect", "no host has an address that this server sends to");
    }

    /// <summary>Addresses of one host and one family: they may be tried side by side.</summary>
    private static List<Candidate> FirstGroup(List<Candidate> candidates) =>
        [.. candidates.TakeWhile(candidate => candidate.Host == candidates[0].Host && candidate.Endpoint.AddressFamily == candidates[0].Endpoint.AddressFamily)];

    private async Task<SiteConnection> TalkAsync(Route.Remote route, EgressSource source, INetworkConnection line, Candidate candidate, bool requiresTls, CancellationToken cancellationToken)
    {
        try
        {
            return await GreetAsync(route, source, line, candidate, requiresTls ? TlsUse.Required : TlsUse.Offered, cancellationToken);
        }
        catch (PeerException exception) when (exception is { Phase: "starttls", Reply: null } && !requiresTls && route.Relay?.Password is null && !route.IsLmtp)
        {
            // Opportunistic TLS (RFC 7435): a handshake that fails costs the protection, not the mail.
            var (again, _) = await dialler.ConnectAsync([candidate], source, static _ => { }, cancellationToken);
            return await GreetAsync(route, source, again, candidate, TlsUse.Never, cancellationToken);
        }
    }

    private async Task<SiteConnection> GreetAsync(Route.Remote route, EgressSource source, INetworkConnection line, Candidate candidate, TlsUse tls, CancellationToken cancellationToken)
    {
        var host = candidate.Host;
        var client = new SmtpClientConnection(line, (source.HeloName ?? options.Hostname).Value, route.IsLmtp, options.Timeouts, time);
        var connection = new SiteConnection(line, client, host, candidate.Endpoint.ToString()!, source.Name);
        try
        {
            Require(await client.GreetAsync(cancellationToken), "greeting", host);
            dead.Answered(candidate.Endpoint, source.Name);
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

    private static void Require(SmtpReply reply, string phase, string host)
    {
        if (!reply.IsPositive) throw new PeerException(phase, $"{host} said in {phase}: {reply}") { Reply = reply };
    }

    private static SslClientAuthenticationOptions TlsFor(string host) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        // Sessions are kept by host, so that the next connection costs no certificate exchange.
        AllowTlsResume = true,
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
