using System.Security.Cryptography;
using Standfast.Mail;

namespace Standfast.MailAuth.Dkim;

/// <summary>A domain's signing key (RFC 6376 §3.1). The RSA object may be used concurrently for signing on this platform.</summary>
public sealed record DkimKey(DomainName Domain, string Selector, RSA PrivateKey);
