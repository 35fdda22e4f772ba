using System.Net;
using System.Net.Security;
using Standfast.Delivery;
using Standfast.Delivery.Network;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Smtp.Client;

namespace Standfast.Server.Composition.Alerts;

/// <summary>Mail by a smart host of its own, past our queue and our addresses.</summary>
/// <param name="relay">With a password TLS is needed, and the certificate is checked.</param>
internal sealed class RelayMail(RelayHost relay, DomainName hostname, IDnsResolver dns, INetwork network, TimeProvider time)
{
    public string Host => relay.Host;

    /// <param name="message">The whole of it, in ASCII.</param>
    /// <exception cref="IOException">It was not taken.</exception>
    /// <exception cref="AnswerLostException">It was sent to its end, and nobody knows whether it was taken.</exception>
    public async Task SendAsync(EmailAddress from, EmailAddress to, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var isOffered = false;
        try
        {
            await using var line = await network.ConnectAsync(await EndpointAsync(cancellationToken), null, cancellationToken);
            await using var client = new SmtpClientConnection(line, hostname.Value, isLmtp: false, new ClientTimeouts(), time);
            await OpenAsync(client, cancellationToken);
            var replies = await new ClientTransaction(client).SendAsync(new ReversePath(from), [to], is8Bit: false, message.Length, Pieces(message), () => Offer(out isOffered), cancellationToken);
            if (!replies[0].Reply.IsPositive) throw new IOException($"{relay.Host} said {replies[0].Reply}");
        }
        catch (PeerException exception) when (isOffered)
        {
            throw new AnswerLostException(exception.Message, exception);
        }
        catch (PeerException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private static Task Offer(out bool isOffered)
    {
        isOffered = true;
        return Task.CompletedTask;
    }

    private async Task OpenAsync(SmtpClientConnection client, CancellationToken cancellationToken)
    {
        Require(await client.GreetAsync(cancellationToken));
        Require(await client.HelloAsync(cancellationToken));
        if (client.OffersStartTls && (await client.StartTlsAsync(TlsFor(), cancellationToken)).Code == 220) Require(await client.HelloAsync(cancellationToken));
        if (relay is not { UserName: { } user, Password: { } password }) return;
        if (client.Tls is null) throw new IOException($"{relay.Host} offers no TLS; the password is not sent in the clear");
        Require(await client.AuthenticateAsync(user, password, cancellationToken));
    }

    private SslClientAuthenticationOptions TlsFor()
    {
        var options = new SslClientAuthenticationOptions { TargetHost = relay.Host };
#pragma warning disable CA5359 // Without a password there is nothing to lose but the text.
        if (relay.Password is null) options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        return options;
    }

    private async Task<EndPoint> EndpointAsync(CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(relay.Host, out var address)) return new IPEndPoint(address, relay.Port);
        if (!DomainName.TryParse(relay.Host, out var name) || await dns.ResolveAddressesAsync(name, cancellationToken) is not DnsAnswer<IPAddress>.Found({ Count: > 0 } addresses)) throw new IOException($"{relay.Host} has no address");
        return new IPEndPoint(addresses[0], relay.Port);
    }

    private void Require(SmtpReply reply)
    {
        if (!reply.IsPositive) throw new IOException($"{relay.Host} said {reply}");
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> text)
    {
        await Task.CompletedTask;
        yield return text;
    }
}
