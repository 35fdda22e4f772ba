using Standfast.Delivery.Providers;
using Standfast.Dns;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Recovery.Requests;
using Standfast.Reputation.States;
using Standfast.Server.Composition.Alerts;

namespace Standfast.Server.Composition;

/// <summary>Requests go by our own queue where nothing is paused on that way and the incident is not about it, else by the smart host of alerts, else not at all.</summary>
/// <param name="queue">Null until there is one.</param>
/// <param name="states">Null where none are kept.</param>
/// <param name="ownRelay">Smart host that all our own mail goes by, HOST:PORT; null where there is none.</param>
/// <param name="other">The smart host of alerts; null where there is none.</param>
internal sealed class RequestMailer(Func<IMessageAcceptor?> queue, Func<IReportSigner?> signer, Func<SendingStates?> states, Func<ProviderCatalogue> catalogue, string? ownRelay, RelayMail? other, IDnsResolver dns, TimeProvider time) : IRequestMail
{
    private const string RelayMark = "relay:", Everything = "everything";

    public async Task<RequestDispatch> SendAsync(RequestMail mail, CancellationToken cancellationToken)
    {
        var why = await WhyNotByQueueAsync(mail, cancellationToken);
        if (why is null)
        {
            var id = await AcceptAsync(mail, cancellationToken);
            return new RequestDispatch.Gone($"by our own queue, message {id}");
        }

        if (other is null) return new RequestDispatch.NoWay($"{why}, and there is no other way (setting alerts.mail_relay)");
        // Whoever has suspended us is not asked to carry the request.
        if (other.Host == HostOf(mail.Incident.Counterparty) || mail.Incident.Scope.Contains($"provider={RelayMark}{other.Host}:", StringComparison.Ordinal)) return new RequestDispatch.NoWay($"{why}, and {other.Host} is what is suspended");
        try
        {
            await other.SendAsync(mail.From, mail.To, mail.Content, cancellationToken);
            return new RequestDispatch.Gone($"by {other.Host}");
        }
        catch (AnswerLostException exception)
        {
            return new RequestDispatch.Unanswered($"by {other.Host}", exception.Message);
        }
    }

    private static string HostOf(string counterparty) => counterparty.StartsWith(RelayMark, StringComparison.Ordinal) ? counterparty[RelayMark.Length..].Split(':')[0] : "";

    private async Task<string?> WhyNotByQueueAsync(RequestMail mail, CancellationToken cancellationToken)
    {
        if (queue() is not { Unavailable: null }) return "our own queue takes nothing now";
        if (mail.Incident.Scope == Everything) return "the incident is about all of our mail";
        string[] names;
        if (ownRelay is not null)
        {
            names = [RelayMark + ownRelay];
        }
        else if (await dns.ResolveMxAsync(mail.To.Domain, cancellationToken) is DnsAnswer<MxRecord>.Found(var records))
        {
            var hosts = records.Where(record => record.Exchange is not null).OrderBy(record => record.Preference).Select(record => record.Exchange!.Value).ToList();
            var providers = catalogue();
            var profile = providers.Find(hosts);
            names = profile == providers.Default ? [string.Join(',', hosts.Order(StringComparer.Ordinal)), .. hosts] : [profile.Name];
        }
        else
        {
            return $"the DNS names no mail server of {mail.To.Domain} now";
        }

        if (StateKey.TryParse(mail.Incident.Scope, out var scope) && (scope.Provider is null ? scope.Source is not null : names.Contains(scope.Provider))) return $"the incident is about the way to {mail.To.Domain}";
        var paused = states()?.All.FirstOrDefault(state => state.Kind > SendingStateKind.Slowed && state.Key.IsOfWay && (state.Key.Provider is null || names.Contains(state.Key.Provider)));
        return paused is null ? null : $"{paused.Key} is {paused.Kind.ToString().ToLowerInvariant()}";
    }

    private async Task<SpoolId> AcceptAsync(RequestMail mail, CancellationToken cancellationToken)
    {
        var (acceptor, now) = (queue()!, time.GetUtcNow());
        var id = acceptor.NextId();
        await using var writer = acceptor.Begin(id);
        await writer.WriteAsync(mail.Content, cancellationToken);
        var envelope = new Envelope(id, new ReversePath(mail.From), now, [mail.To]) { Is8Bit = !System.Text.Ascii.IsValid(mail.Content.Span) };
        var accepted = new MailEvent(id, now, MailEventKind.Accepted) { Sender = mail.From.ToString(), Detail = $"request for reinstatement, {mail.Incident.Id}" };
        await acceptor.AcceptAsync(writer, envelope, System.Text.Encoding.ASCII.GetBytes(signer()?.Sign(mail.Content) ?? ""), [accepted], cancellationToken);
        return id;
    }
}
