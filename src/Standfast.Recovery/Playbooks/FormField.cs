namespace Standfast.Recovery.Playbooks;

/// <param name="Label">As the form has it, or near it.</param>
public sealed record FormField(string Label, RequestFact Fact);
