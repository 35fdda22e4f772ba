using Standfast.Delivery.Providers;
using Standfast.Delivery.Shaping;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Reputation.States;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>What a refusal means: to the message, to the way, and to the sending states.</summary>
internal sealed partial class Site
{
    private static SenderFacts SenderOf(Envelope envelope) => new(envelope.Account, envelope.Credential, envelope.Stream, envelope.Campaign);

    /// <summary>Before a message is sent: whether its sender may send to this provider now. Where it may not, the message is put back for later.</summary>
    private async ValueTask<bool> MaySendAsync(DueMessage message, SitePath path)
    {
        if (_states is null || _way is null || _states.TryTake(SenderOf(message.Envelope), path.Source.Name, _way) is not { } wait) return true;
        await _context.Queue.PostponeAsync(message, wait.For, wait.Reason, _stopping);
        return false;
    }

    /// <summary>Reads each refusal; recipients of one transaction often have the same.</summary>
    private Refusal?[] ReadRefusals(Envelope envelope, SitePath path, RecipientReply[] replies)
    {
        var refusals = new Refusal?[replies.Length];
        for (var index = 0; index < replies.Length; index++)
        {
            if (replies[index].Reply is not { IsPositive: false } reply) continue;
            refusals[index] = index > 0 && refusals[index - 1] is { } last && last.Reply.ToString() == reply.ToString() ? last : ReadRefusal(envelope, path, reply, replies[index].Phase);
        }

        return refusals;
    }

    /// <param name="envelope">Null where the connection itself was refused.</param>
    private Refusal ReadRefusal(Envelope? envelope, SitePath path, SmtpReply reply, string phase)
    {
        var reaction = _paths.FindReaction(reply);
        var verdict = _states is null || _way is null
            ? default
            : _states.Refused(new RemoteReply(envelope?.Id, envelope is null ? null : SenderOf(envelope), path.Source.Name, _way, phase, reply)
            {
                IsOwnRelay = _route.Relay is not null,
                Silence = reaction is { Kind: ReactionKind.Suspend } ? reaction.For : null,
            });
        return new Refusal(reply, reaction, verdict);
    }

    private static AttemptOutcome Judge(SmtpReply reply, Refusal? refusal, Handover handover) =>
        reply.IsPositive ? new AttemptOutcome.Delivered(reply) { Handover = handover }
        : reply.IsPermanent && refusal is not ({ Reaction.IsPolicy: true } or { Verdict.KeepsMail: true }) ? new AttemptOutcome.Failed(reply)
        : new AttemptOutcome.Deferred(reply);

    /// <param name="Reaction">What the provider's profile says of it; null for nothing.</param>
    private sealed record Refusal(SmtpReply Reply, Reaction? Reaction, RefusalVerdict Verdict);
}
