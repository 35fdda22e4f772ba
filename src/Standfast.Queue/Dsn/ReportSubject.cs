using Standfast.Mail;

namespace Standfast.Queue.Dsn;

/// <summary>The message that a report is about; it goes to its sender.</summary>
/// <param name="EnvelopeId">ENVID as it came, in xtext.</param>
/// <param name="Returned">The whole message, or its header section.</param>
internal sealed record ReportSubject(SpoolId Id, ReversePath Sender, DateTimeOffset AcceptedAt, string? EnvelopeId, byte[] Returned, bool IsWhole);
