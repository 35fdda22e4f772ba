using Standfast.Mail;

namespace Standfast.Queue.Dsn;

/// <summary>What a DSN says of the message that failed; it goes to its sender.</summary>
internal sealed record FailedMessage(SpoolId Id, ReversePath Sender, DateTimeOffset AcceptedAt);
