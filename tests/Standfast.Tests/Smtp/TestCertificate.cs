using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Standfast.Tests.Smtp;

/// <summary>One self-signed certificate for every test of TLS.</summary>
internal static class TestCertificate
{
    public const string Host = "mx.example.net";

    private static readonly X509Certificate2 s_certificate = Make();

    public static SslServerAuthenticationOptions ServerOptions { get; } = new() { ServerCertificate = s_certificate };

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
