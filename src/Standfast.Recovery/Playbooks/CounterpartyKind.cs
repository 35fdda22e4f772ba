namespace Standfast.Recovery.Playbooks;

/// <summary>What a counterparty is to us.</summary>
public enum CounterpartyKind
{
    MailboxProvider,

    /// <summary>Judges mail for many mailbox providers.</summary>
    Filter,
    Blocklist,

    /// <summary>Whose machine or network we send from.</summary>
    Host,

    /// <summary>Our smart host.</summary>
    Relay,
}
