using System.Net;
using Standfast.Mail;

namespace Standfast.Reputation.Identity;

/// <summary>An address that the world sees our mail come from, and the name it gives itself in EHLO.</summary>
/// <param name="Source">Name of the egress source.</param>
public sealed record SourceIdentity(string Source, IPAddress Address, DomainName HeloName);
