using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Standfast.Server.Hosting;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Server.Hosting;

/// <summary>A client that knows a root and nothing else checks what the server shows, in a handshake over loopback.</summary>
public sealed class ShownCertificateTests : IDisposable
{
    private const string Host = "mail.shop.example";

    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _root, _between, _leaf;
    private readonly string _key;

    public ShownCertificateTests()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var betweenKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = New("CN=root", rootKey, isAuthority: true);
        _root = root.CreateSelfSigned(now.AddDays(-2), now.AddDays(30));
        using var between = New("CN=between", betweenKey, isAuthority: true).Create(_root, now.AddDays(-1), now.AddDays(20), [1]);
        _between = between.CopyWithPrivateKey(betweenKey);
        var leaf = New($"CN={Host}", leafKey, isAuthority: false);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        leaf.CertificateExtensions.Add(names.Build());
        _leaf = leaf.Create(_between, now.AddDays(-1), now.AddDays(10), [2]);
        _key = leafKey.ExportPkcs8PrivateKeyPem();
    }

    public void Dispose()
    {
        _root.Dispose();
        _between.Dispose();
        _leaf.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("leaf,between", true)]
    [InlineData("leaf,between,root", true)]
    [InlineData("leaf", false)]
    public async Task CertificatesOfTheFile_AreShown_SoThatTheRootIsEnough(string file, bool isTrusted)
    {
        var (path, key) = (_folder.File("fullchain.pem"), _folder.File("key.pem"));
        File.WriteAllLines(path, file.Split(',').Select(name => (name == "leaf" ? _leaf : name == "between" ? _between : _root).ExportCertificatePem()));
        File.WriteAllText(key, _key);
        Assert.Equal(isTrusted, await IsTrustedAsync(FirstStart.EnsureCertificate(_folder.File("data"), Host, path, key, TimeProvider.System)));
    }

    [Fact]
    public async Task KeyInTheSameFile_IsFound()
    {
        var path = _folder.File("all.pem");
        File.WriteAllLines(path, [_leaf.ExportCertificatePem(), _between.ExportCertificatePem(), _key]);
        Assert.True(await IsTrustedAsync(FirstStart.EnsureCertificate(_folder.File("data"), Host, path, "", TimeProvider.System)));
    }

    private async Task<bool> IsTrustedAsync(SslStreamCertificateContext certificate)
    {
        using var shown = certificate.TargetCertificate;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        var connecting = client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken).AsTask();
        using var accepted = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await connecting;
        await using var server = new SslStream(accepted.GetStream());
        var serving = server.AuthenticateAsServerAsync(ServeCommand.TlsFor(certificate), TestContext.Current.CancellationToken);
        await using var stream = new SslStream(client.GetStream());
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(_root);
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Host, CertificateChainPolicy = policy }, TestContext.Current.CancellationToken);
            await serving;
            return true;
        }
        catch (AuthenticationException)
        {
            client.Close();
            // The server's side may have ended well or not: the client was what mattered.
            await serving.ContinueWith(static _ => { }, TaskScheduler.Default);
            return false;
        }
    }

    private static CertificateRequest New(string subject, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }
}
