using System.Globalization;
using Standfast.Mail;
using Standfast.Policy.Attachments;
using Standfast.Policy.Checks;
using Standfast.Policy.Scanners;

namespace Standfast.Policy.Inbound;

/// <summary>The checks that mail of other servers passes: who the client is at RCPT, what the message holds at the final dot. May be called concurrently.</summary>
public sealed class InboundGuard(InboundPolicies policies)
{
    public const string FieldName = "X-Standfast-Spam";

    /// <summary>Null looks no client up.</summary>
    public DnsblChecker? Dnsbl { get; init; }

    public Greylist? Greylist { get; init; }

    public AttachmentInspector? Attachments { get; init; }

    public IReadOnlyList<IScanner> Scanners { get; init; } = [];

    public IReadOnlyList<ISpamJudge> Judges { get; init; } = [];

    /// <summary>True reports what it would do and lets everything pass.</summary>
    public bool IsWatching { get; init; }

    /// <summary>Told of each finding. Called by the thread of the session.</summary>
    public Action<InboundClient, SpoolId?, Finding>? Observer { get; init; }

    public InboundPolicy PolicyFor(DomainName domain) => policies.For(domain);

    /// <returns>Null when the recipient may be named; else what defers or refuses it.</returns>
    public async ValueTask<Finding?> CheckRecipientAsync(InboundClient client, ReversePath sender, EmailAddress recipient, CancellationToken cancellationToken)
    {
        if (client.Address is not { } written) return null;
        var address = ClientAddress.Plain(written);
        var policy = policies.For(recipient.Domain);
        if (policy.Dnsbl == InboundAction.Refuse && Dnsbl is not null && await Dnsbl.FindAsync(address, cancellationToken) is { } listing) return Decide(client, null, Listed(address.ToString(), listing, GuardAction.Refuse));
        // What comes back to us (the null reverse path) is often tried once only.
        if (!policy.IsGreylisting || Greylist is null || sender.IsNull || Greylist.Check(ClientAddress.Network(address), sender.ToString(), recipient.Domain.Value) is not { } wait) return null;
        var seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Decide(client, null, new Finding("SF-8002", GuardAction.Defer, recipient.ToString(), "is greylisted for senders that are not known yet", $"try again in {seconds} s"));
    }

    /// <returns>What defers, refuses or quarantines it, and the field to add where it goes on.</returns>
    public async ValueTask<(Finding? Finding, string Fields)> CheckMessageAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var policy = policies.For(message.Recipients[0].Domain);
        var strongest = (Finding?)null;
        await foreach (var finding in FindAsync(message, policy, cancellationToken))
        {
            var decided = Decide(message.Client, message.Id, finding);
            if (decided is { Action: > GuardAction.Hold }) return (decided, "");
            if (strongest is null || finding.Action > strongest.Action) strongest = finding;
        }

        return (strongest is { Action: GuardAction.Hold } && !IsWatching ? strongest : null, Field(strongest));
    }

    private async IAsyncEnumerable<Finding> FindAsync(InboundMessage message, InboundPolicy policy, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (policy.Dnsbl is InboundAction.Tag or InboundAction.Quarantine && Dnsbl is not null && message.Client.Address is { } written && await Dnsbl.FindAsync(ClientAddress.Plain(written), cancellationToken) is { } listing)
            yield return Listed(ClientAddress.Plain(written).ToString(), listing, ActionOf(policy.Dnsbl));
        if (!policy.ReadsContent) yield break;
        if (Attachments is not null && await Attachments.InspectAsync(message.View, cancellationToken) is { Action: > GuardAction.Note } attachment)
        {
            // What nobody can look into is no malware yet.
            var action = attachment.Action == GuardAction.Refuse ? policy.Malware : policy.Spam;
            if (action != InboundAction.Off) yield return attachment with { Action = ActionOf(action) };
        }

        if (policy.Spam != InboundAction.Off && Judges.Select(judge => judge.WhySpam(message)).FirstOrDefault(reason => reason is not null) is { } why)
            yield return new Finding("SF-8003", ActionOf(policy.Spam), "the message", why, "its recipients can tell you more by another way");
        var request = new ScanRequest(message.Content, message.Sender.ToString(), [.. message.Recipients.Select(recipient => recipient.ToString())], message.Id.ToString()) { Client = message.Client.Address, Helo = message.Client.Helo };
        foreach (var scanner in Scanners)
            if (Judge(scanner, await scanner.ScanAsync(request, cancellationToken), policy) is { } finding)
                yield return finding;
    }

    private static Finding? Judge(IScanner scanner, ScanVerdict verdict, InboundPolicy policy) => verdict switch
    {
        ScanVerdict.Infected infected when policy.Malware != InboundAction.Off => new Finding("SF-6020", ActionOf(policy.Malware), "the message", $"holds {infected.Name}, says the scanner {scanner.Name}", "look for malware on the machine that sent it"),
        ScanVerdict.Spam spam when policy.Spam != InboundAction.Off => Spammy(scanner, spam.Score, ActionOf(policy.Spam)),
        // It wants this marked, no more.
        ScanVerdict.Suspicious suspicious when policy.Spam != InboundAction.Off => Spammy(scanner, suspicious.Score, GuardAction.Note),
        ScanVerdict.Later later when policy.Spam != InboundAction.Off => new Finding("SF-6023", GuardAction.Defer, "the message", $"is wanted later by the scanner {scanner.Name} ({later.Action})", "try again later"),
        ScanVerdict.TooLarge when policy.Malware != InboundAction.Off => new Finding("SF-6024", GuardAction.Note, "the message", $"is larger than the scanner {scanner.Name} takes", "ask for a link instead"),
        ScanVerdict.Unavailable => new Finding("SF-6025", GuardAction.Defer, $"the scanner {scanner.Name}", "does not answer, and nothing passes unscanned", "try again later"),
        _ => null,
    };

    private static Finding Spammy(IScanner scanner, double score, GuardAction action) =>
        new("SF-8003", action, "the message", $"reads like spam to the scanner {scanner.Name} (score {score.ToString("0.0", CultureInfo.InvariantCulture)})", "its recipients can tell you more by another way");

    private static Finding Listed(string address, DnsblListing listing, GuardAction action) =>
        new("SF-8001", action, $"client {address}", $"is listed by {listing.Zone} ({listing.Answer})", $"look it up at {listing.Zone} and have it removed there");

    private static GuardAction ActionOf(InboundAction action) => action switch { InboundAction.Refuse => GuardAction.Refuse, InboundAction.Quarantine => GuardAction.Hold, _ => GuardAction.Note };

    private Finding? Decide(InboundClient client, SpoolId? id, Finding finding)
    {
        Observer?.Invoke(client, id, finding);
        return finding.Action == GuardAction.Note || IsWatching ? null : finding;
    }

    // X-Standfast-Spam: yes; SF-dddd what is wrong
    private static string Field(Finding? finding)
    {
        if (finding is null) return $"{FieldName}: no\r\n";
        var text = $"{finding.Id} {finding.Subject} {finding.Rule}";
        var printable = string.Concat(text.Take(400).Select(character => character is >= ' ' and <= '~' ? character : '?'));
        return $"{FieldName}: yes;\r\n {printable}\r\n";
    }
}
