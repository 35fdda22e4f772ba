using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Server.Machine;

/// <summary>What a file of certificates says.</summary>
internal static class CertificateReader
{
    /// <summary>id-kp-serverAuth (RFC 5280 §4.2.1.12).</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Null where the file is no certificate, or may not be read.</summary>
    public static CertificateFacts? Read(string path)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(path);
            if (chain.Count == 0) return null;
            var certificate = chain[0];
            var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames()).ToList();
            if (names.Count == 0) names.Add(certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false));
            using var rsa = certificate.GetRSAPublicKey();
            var purposes = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>()).Select(purpose => purpose.Value).ToList();
            return new CertificateFacts(Path.GetFullPath(path), [.. names.Select(name => name.ToLowerInvariant())], certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime())
            {
                RsaBits = rsa?.KeySize,
                Signature = certificate.SignatureAlgorithm.FriendlyName ?? "",
                IsSelfSigned = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData),
                ChainLength = chain.Count,
                IsForServers = purposes.Count == 0 || purposes.Contains(ServerAuthentication),
                WrittenAt = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }
}
