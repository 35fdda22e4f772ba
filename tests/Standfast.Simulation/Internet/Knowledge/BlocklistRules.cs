namespace Standfast.Simulation.Internet.Knowledge;

/// <summary>When an operator lists an address, and for how long. From data/survival/blocklists.toml.</summary>
/// <param name="TrapHits">In the window; 0 for never.</param>
/// <param name="Reports">Of readers, in the window; 0 for never.</param>
/// <param name="Listed">After the last hit or report.</param>
/// <param name="RelistsLonger">Each listing doubles the next one.</param>
internal sealed record BlocklistRules(string Name, string Zone, int TrapHits, int Reports, TimeSpan Window, TimeSpan Listed, bool RelistsLonger);
