namespace Standfast.Recovery.Playbooks;

/// <summary>What to say, or not, where the incident has one of these causes.</summary>
public sealed record PlaybookHint(IReadOnlyList<string> Causes, string Text);
