using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Standfast.Storage.Files;

namespace Standfast.Server.Hosting;

/// <summary>Makes what a server needs before its first start, and keeps it afterwards.</summary>
internal static class FirstStart
{
    public static string TokenPath(string data) => Path.Combine(data, "admin.token");

    public static string EnsureToken(string data)
    {
        try
        {
            Directory.CreateDirectory(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the data folder {data} cannot be made; set server.data, or --data, to a folder that this user may make and write", exception);
        }

        var path = TokenPath(data);
        if (!File.Exists(path)) DurableFile.Write(path, System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) + "\n"));
        return File.ReadAllText(path).Trim();
    }

    /// <summary>The configured certificate, or a self-signed one for the host name (ECDSA: its handshakes cost the least).</summary>
    /// <returns>With all that its file has after it: those in between are shown too (RFC 8446 §4.4.2). Whoever gets it disposes the certificate.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="CryptographicException">A file is no certificate or key.</exception>
    public static SslStreamCertificateContext EnsureCertificate(string data, string hostname, string configured, string configuredKey, TimeProvider time)
    {
        if (configured.Length > 0) return Load(configured, configuredKey.Length > 0 ? configuredKey : null);
        var folder = Path.Combine(data, "tls");
        var (certificatePath, keyPath) = (Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
        if (!File.Exists(certificatePath))
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={hostname}", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(hostname);
            request.CertificateExtensions.Add(names.Build());
            var now = time.GetUtcNow();
            using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(2));
            DurableFile.Write(keyPath, System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
            DurableFile.Write(certificatePath, System.Text.Encoding.ASCII.GetBytes(made.ExportCertificatePem() + "\n"));
        }

        return Load(certificatePath, keyPath);
    }

    private static SslStreamCertificateContext Load(string certificatePath, string? keyPath)
    {
        var certificate = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
        var others = new X509Certificate2Collection();
        others.ImportFromPemFile(certificatePath);
        // Offline: what is shown is what stands in the file, and a start waits for nobody's server.
        return SslStreamCertificateContext.Create(certificate, others, offline: true);
    }
}
