namespace Standfast.Web.Console.Shell;

/// <summary>How a word is meant.</summary>
public enum BadgeTone
{
    Quiet = 0,
    Good,
    Watch,
    Slow,
    Bad,
    Held,
}
