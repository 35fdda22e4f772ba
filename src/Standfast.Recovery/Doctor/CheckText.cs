namespace Standfast.Recovery.Doctor;

/// <summary>What people are told of a check.</summary>
/// <param name="Severity"><see cref="CheckStatus.Warn"/> or <see cref="CheckStatus.Fail"/>.</param>
/// <param name="Meaning">What goes wrong because of it.</param>
/// <param name="Fix">A command, a setting or a record; {subject} and {value} stand for what was found.</param>
/// <param name="Source">Where the knowledge comes from.</param>
public sealed record CheckText(string Id, CheckArea Area, CheckStatus Severity, string Title, string Meaning, string Fix, string Source, DateOnly Date);
