using Standfast.Mail;

namespace Standfast.Recovery.Requests;

/// <summary>A request as a message that is about to go.</summary>
/// <param name="Content">The whole message.</param>
public sealed record RequestMail(Incident Incident, EmailAddress From, EmailAddress To, ReadOnlyMemory<byte> Content);
