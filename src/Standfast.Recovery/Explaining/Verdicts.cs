namespace Standfast.Recovery.Explaining;

/// <summary>What can be said of mail, or of a way, in one word.</summary>
public static class Verdicts
{
    /// <summary>The next server has taken it, and nothing came back.</summary>
    public const string Delivered = "delivered";

    /// <summary>It is tried again.</summary>
    public const string Waiting = "waiting";

    /// <summary>A sending state keeps it.</summary>
    public const string Paused = "paused";

    /// <summary>A person or the guard keeps it, until one lets it go.</summary>
    public const string Held = "held";

    /// <summary>It was refused for good, or came back.</summary>
    public const string Bounced = "bounced";

    /// <summary>It grew too old.</summary>
    public const string Expired = "expired";

    /// <summary>The recipient may not be written to.</summary>
    public const string Suppressed = "suppressed";

    /// <summary>Of a provider: nothing stops or slows mail to it.</summary>
    public const string Open = "open";

    public const string Slowed = "slowed";

    /// <summary>Nothing is known of it.</summary>
    public const string Unknown = "unknown";
}
