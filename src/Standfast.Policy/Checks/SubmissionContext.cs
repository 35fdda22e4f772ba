using System.Net;
using Standfast.Accounts;
using Standfast.Mail;

namespace Standfast.Policy.Checks;

/// <summary>Who sends, known since MAIL.</summary>
/// <param name="Credential">Null for a client of a trusted network.</param>
/// <param name="Client">Null where the transport has no addresses.</param>
public sealed record SubmissionContext(AccountId Account, Credential? Credential, IPAddress? Client, ReversePath Sender, DateTimeOffset At);
