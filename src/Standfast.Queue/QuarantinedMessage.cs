using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>A message that is set aside because it cannot be worked with.</summary>
/// <param name="Sender">Null when its record cannot be read.</param>
public sealed record QuarantinedMessage(SpoolId Id, DateTimeOffset At, string? Sender, AccountId? Account, string Reason);
