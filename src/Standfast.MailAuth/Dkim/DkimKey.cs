using System.Collections.Concurrent;
using System.Security.Cryptography;
using Standfast.Mail;

namespace Standfast.MailAuth.Dkim;

/// <summary>
/// A domain's signing key (RFC 6376 §3.1), RSA. May sign concurrently: instances of the platform's RSA are not documented to
/// be safe for that, so each signer borrows one.
/// </summary>
public sealed class DkimKey(DomainName domain, string selector, RSAParameters parameters)
{
    private readonly ConcurrentBag<RSA> _instances = [];

    public DomainName Domain { get; } = domain;

    public string Selector { get; } = selector;

    /// <summary>PKCS #1 v1.5 over a SHA-256 hash (RFC 8017 §8.2; RFC 6376 §3.3.2).</summary>
    public byte[] SignHash(ReadOnlySpan<byte> sha256)
    {
        if (!_instances.TryTake(out var rsa)) rsa = RSA.Create(parameters);
        try
        {
            return rsa.SignHash(sha256.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        finally
        {
            _instances.Add(rsa);
        }
    }
}
