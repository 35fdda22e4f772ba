namespace Standfast.Policy.Inbound;

/// <summary>What a domain wants done with mail to it that is found bad; the milder first.</summary>
public enum InboundAction
{
    /// <summary>It is not even looked for.</summary>
    Off = 0,

    /// <summary>Delivered with the field X-Standfast-Spam: yes.</summary>
    Tag = 1,

    /// <summary>Accepted, and kept until a person releases it.</summary>
    Quarantine = 2,

    /// <summary>5xx in the session: its sender learns of it.</summary>
    Refuse = 3,
}
