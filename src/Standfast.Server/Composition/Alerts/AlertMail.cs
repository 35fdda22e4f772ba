using System.Net;
using System.Net.Security;
using System.Text;
using Standfast.Delivery;
using Standfast.Delivery.Network;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Reputation.Alerts;
using Standfast.Smtp.Client;

namespace Standfast.Server.Composition.Alerts;

/// <summary>Mail by a smart host of its own, past our queue and our addresses: what is paused here must not keep the news of it.</summary>
/// <param name="relay">With a password TLS is needed, and the certificate is checked.</param>
internal sealed class AlertMail(RelayHost relay, EmailAddress from, EmailAddress to, DomainName hostname, IDnsResolver dns, INetwork network, TimeProvider time) : IAlertOutlet
{
    private int _number;

    public string Name => relay.Host;

    public async Task GiveAsync(Alert alert, CancellationToken cancellationToken)
    {
        try
        {
            await using var line = await network.ConnectAsync(await EndpointAsync(cancellationToken), null, cancellationToken);
            await using var client = new SmtpClientConnection(line, hostname.Value, isLmtp: false, new ClientTimeouts(), time);
            await OpenAsync(client, cancellationToken);
            var text = Encoding.UTF8.GetBytes(Compose(alert));
            var replies = await new ClientTransaction(client).SendAsync(new ReversePath(from), [to], is8Bit: false, text.Length, Pieces(text), () => Task.CompletedTask, cancellationToken);
            if (!replies[0].Reply.IsPositive) throw new IOException($"{relay.Host} said {replies[0].Reply}");
        }
        catch (PeerException exception)
        {
            throw new IOException(exception.Message, exception);
        }
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
#pragma warning disable CA5359 // Without a password there is nothing to lose but the alert's text.
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

    /// <summary>Plain ASCII, whatever a remote reply held.</summary>
    private string Compose(Alert alert)
    {
        var body = $"{alert.Text}\n\nNext: {alert.NextStep}\n\nKind: {alert.Kind}\nSubject: {alert.Subject}\nAt: {alert.At:u}\n";
        return $"From: {from}\r\nTo: {to}\r\nDate: {Rfc5322Date.Format(alert.At)}\r\nMessage-ID: <alert.{alert.At.UtcTicks}.{Interlocked.Increment(ref _number)}@{hostname}>\r\n"
            + $"Subject: [standfast] {Plain(alert.Kind)}: {Plain(Cut(alert.Text, 100))}\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
            + string.Concat(body.TrimEnd('\n').Split('\n').SelectMany(Fold).Select(piece => piece + "\r\n"));
    }

    /// <summary>RFC 5322 §2.1.1: lines of at most 998 characters.</summary>
    private static IEnumerable<string> Fold(string line) => line.Length == 0 ? [""] : Plain(line).Chunk(900).Select(piece => new string(piece));

    private static string Plain(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var index = 0; index < span.Length; index++) span[index] = source[index] is >= ' ' and <= '~' ? source[index] : '?';
    });

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];

    private void Require(SmtpReply reply)
    {
        if (!reply.IsPositive) throw new IOException($"{relay.Host} said {reply}");
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] text)
    {
        await Task.CompletedTask;
        yield return text;
    }
}
