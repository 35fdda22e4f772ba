using System.Collections.Immutable;
using Standfast.Mail;
using Standfast.Policy.Checks;
using Standfast.Policy.Content;

namespace Standfast.Policy.Compromise;

/// <summary>What the watch wants to know of a message.</summary>
internal sealed record MailFacts(DateTimeOffset At, NetworkPrefix? Network, TextSketch Sketch, ImmutableArray<ulong> Recipients, ImmutableArray<ulong> Domains, bool IsBulk, MailSample Sample)
{
    /// <summary>Hosts of links beyond this are not looked at; ours.</summary>
    private const int MaxHosts = 16;

    /// <summary>Hosts of its links that are not of the sender's own domain.</summary>
    public IReadOnlyList<string> ForeignHosts { get; init; } = [];

    public static MailFacts Of(SubmittedMessage message, DateTimeOffset now)
    {
        var view = message.View;
        var network = NetworkPrefix.Of(message.Context.Client);
        var recipients = message.Recipients;
        var subject = view.Subject.Length > MailSample.MaxSubject ? view.Subject[..MailSample.MaxSubject] : view.Subject;
        return new MailFacts(
            now, network, TextSketch.Of(view.Subject, view.Text.Length > 0 ? view.Text : view.VisibleText),
            [.. recipients.Select(recipient => KeyHash.Of(recipient.LocalPart, recipient.Domain.Value))], [.. recipients.Select(recipient => KeyHash.Of(recipient.Domain.Value)).Distinct()],
            !message.Stream.IsTransactional, new MailSample(now, network?.ToString() ?? "", message.From.ToString(), recipients.Count > 0 ? recipients[0].ToString() : "", recipients.Count, subject))
        {
            ForeignHosts = Foreign(view, message.From.Domain),
        };
    }

    private static List<string> Foreign(MessageView view, DomainName own)
    {
        var hosts = new List<string>();
        foreach (var link in view.Links)
        {
            if (hosts.Count == MaxHosts) break;
            if (link.Host is { } host && !IsOf(host, own.Value) && !IsOf(own.Value, host) && !hosts.Contains(host)) hosts.Add(host);
        }

        return hosts;
    }

    private static bool IsOf(string host, string domain) => host == domain || host.EndsWith("." + domain, StringComparison.Ordinal);
}
