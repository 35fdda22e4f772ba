using System.Net;
using Standfast.Mail;
using Standfast.Simulation.Internet.Judging;

namespace Standfast.Simulation.Internet.Servers;

/// <summary>A message as a client submits it.</summary>
/// <param name="Content">Header and body, with CRLF.</param>
internal sealed record Submission(SentMail Mail, IPAddress Client, EmailAddress From, byte[] Content);
