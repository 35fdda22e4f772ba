namespace Standfast.Reputation.Identity;

/// <summary>How far news about our standing reach.</summary>
public enum NewsLevel
{
    /// <summary>Shown to who looks.</summary>
    Shown,

    /// <summary>The owner is told.</summary>
    Warning,

    /// <summary>An incident: mail is being refused for it, or will be.</summary>
    Incident,
}
