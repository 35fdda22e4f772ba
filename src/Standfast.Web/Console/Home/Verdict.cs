namespace Standfast.Web.Console.Home;

/// <summary>How it stands with a part of the mail; the worse, the higher.</summary>
public enum Verdict
{
    Safe = 0,

    /// <summary>Everything goes out, and something needs a look.</summary>
    Watch,
    Slowed,

    /// <summary>Nothing goes out for a time.</summary>
    Paused,

    /// <summary>Nothing goes out until a person says so.</summary>
    Held,
}
