namespace Standfast.Recovery.Doctor.Facts;

/// <param name="Attempts">Tries at delivery.</param>
/// <param name="Unknown">Refused because there is no such recipient.</param>
public sealed record MailCounts(long Attempts, long Delivered, long Deferred, long Unknown, long Complained);
