namespace Standfast.Policy.Tracking;

/// <summary>A program that opens mail or follows links without its reader's will.</summary>
/// <param name="UserAgent">In lower case: what its name begins with, ends with, holds or is, by <paramref name="Match"/>.</param>
/// <param name="Match">contains or is.</param>
public sealed record MachineSign(string Name, string UserAgent, string Match)
{
    internal bool Matches(string userAgent) => Match == "is" ? userAgent.Equals(UserAgent, StringComparison.OrdinalIgnoreCase) : userAgent.Contains(UserAgent, StringComparison.OrdinalIgnoreCase);
}
