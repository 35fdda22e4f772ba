namespace Standfast.Simulation.Internet.Knowledge;

/// <summary>When the hosting provider closes port 25. From data/survival/host.toml.</summary>
/// <param name="SpamMessages">Seen in the window.</param>
/// <param name="SpamShare">Of all that left in the window.</param>
/// <param name="Seen">Part of the spam that its analysis sees.</param>
/// <param name="AbuseReports">In their window, from which the owner is asked for an answer.</param>
/// <param name="Answer">How long it waits for the answer.</param>
internal sealed record HostRules(int SpamMessages, double SpamShare, TimeSpan SpamWindow, double Seen, int AbuseReports, TimeSpan AbuseWindow, TimeSpan Answer, TimeSpan FirstBlock, TimeSpan NextBlock);
