using System.Diagnostics;

namespace Standfast.Recovery.Return;

/// <summary>Which rule of this server stops a cause before a counterparty has to.</summary>
public static class PreventingRules
{
    public static string Of(SuspensionCause cause) => cause switch
    {
        SuspensionCause.Policy => "the consent gate refuses bulk mail to who has not asked for it, where consent.required names the stream (docs/consent.md)",
        SuspensionCause.Limits => "limits by account, stream and provider hold mail back before a counterparty's own limit is reached (docs/limits.md)",
        SuspensionCause.Compromise => "a credential that sends unlike itself is held within minutes, and its mail is kept (docs/compromise.md)",
        SuspensionCause.Content => "links, attachments and text are checked before a message is accepted (docs/content.md)",
        SuspensionCause.Complaints => "rule R7 slows and pauses the campaign, credential or stream that readers complain of, from 0.1 % on (docs/reputation.md)",
        SuspensionCause.ListQuality => "the import gate judges lists before they are written to, and a sender whose list is bad is held (docs/consent.md, docs/compromise.md)",
        SuspensionCause.Bounces => "unknown recipients are suppressed at their first refusal, and rule R5 pauses the list that has many (docs/reputation.md)",
        SuspensionCause.Listing => "blocklists are asked every 15 minutes, so that a listing is seen before receivers refuse for it (docs/blocklists.md)",
        SuspensionCause.Authentication => "the security audit and the watch over names report a record that is lost or changed (docs/doctor.md)",
        SuspensionCause.Neighbour => "nothing of ours can: the address and its range are watched, and only the operator of the network can move them (docs/blocklists.md)",
        _ => throw new UnreachableException(),
    };
}
