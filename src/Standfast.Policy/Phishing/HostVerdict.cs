namespace Standfast.Policy.Phishing;

/// <summary>What a host's name says, whoever links to it.</summary>
/// <param name="Points">Of the name alone, as a stranger's.</param>
/// <param name="Rule">Why; empty where there are no points.</param>
internal readonly record struct HostVerdict(int Points, string Rule);
