namespace Standfast.Recovery.Playbooks;

/// <summary>How a counterparty is asked.</summary>
public enum RouteKind
{
    /// <summary>A form in the web, with fields to fill.</summary>
    Form,

    /// <summary>A mail to an address.</summary>
    Mail,

    /// <summary>A case, a ticket, or the answer to their own notice.</summary>
    Ticket,

    /// <summary>It ends by itself: there is nothing to ask for.</summary>
    None,

    /// <summary>Only the operator of our network may ask: the request goes to it.</summary>
    NetworkOperator,
}
