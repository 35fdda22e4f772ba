using System.Text;
using Standfast.Mail;
using Standfast.Reputation.Alerts;

namespace Standfast.Server.Composition.Alerts;

/// <summary>Alerts by mail, by a smart host of its own: what is paused here must not keep the news of it.</summary>
internal sealed class AlertMail(RelayMail relay, EmailAddress from, EmailAddress to, DomainName hostname) : IAlertOutlet
{
    private int _number;

    public string Name => relay.Host;

    public Task GiveAsync(Alert alert, CancellationToken cancellationToken) => relay.SendAsync(from, to, Encoding.UTF8.GetBytes(Compose(alert)), cancellationToken);

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
}
