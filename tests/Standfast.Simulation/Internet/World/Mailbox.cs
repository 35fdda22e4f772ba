namespace Standfast.Simulation.Internet.World;

internal enum MailboxState
{
    Lives,
    Dead,

    /// <summary>Nobody ever asked for mail there: whoever writes to it has a bad list.</summary>
    Trap,
}

/// <param name="DiesAt">Its owner changes jobs then.</param>
/// <param name="TrapOwner">A provider's or blocklist's name; "" where it is no trap.</param>
internal sealed record Mailbox(string Address, MailboxState State, TimeSpan DiesAt, string TrapOwner)
{
    public bool ExistsAt(TimeSpan now) => State != MailboxState.Dead && now < DiesAt;
}
