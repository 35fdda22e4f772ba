namespace Standfast.Events;

/// <summary>A fact and its place in the log.</summary>
/// <param name="Id">
/// Higher than that of every fact logged before. A power cut may take back the newest ids of its last seconds; the same facts
/// then come back from the spool, in an order of their own.
/// </param>
public sealed record LoggedEvent(long Id, MailEvent Fact);
