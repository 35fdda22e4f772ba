using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.MailAuth.Dkim;
using Standfast.Storage.Files;

namespace Standfast.Storage.Keys;

/// <summary>DKIM keys as PEM files DIRECTORY/DOMAIN.SELECTOR.pem, mode 0600, each read once. May be called concurrently.</summary>
/// <param name="selectorOf">The selector under which a domain is signed; null sends it unsigned.</param>
public sealed class FileDkimKeys(string directory, Func<DomainName, string?> selectorOf, TimeProvider time) : IDkimKeys, IDomainKeys
{
    /// <summary>RFC 8301 §3.2: signers use at least 2048 bits.</summary>
    private const int KeyBits = 2048;

    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<(DomainName Domain, string Selector), DkimKey> _keys = [];

    public DkimKey? Find(DomainName domain)
    {
        if (selectorOf(domain) is not { } selector) return null;
        if (_keys.TryGetValue((domain, selector), out var known)) return known;
        try
        {
            using var rsa = Load(domain, selector);
            return _keys.GetOrAdd((domain, selector), new DkimKey(domain, selector, rsa.ExportParameters(includePrivateParameters: true)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new DkimKeyUnavailableException($"the DKIM key {PathOf(domain, selector)} cannot be read: {exception.Message}", exception);
        }
    }

    public Task<string> CreateAsync(DomainName domain, CancellationToken cancellationToken)
    {
        var selector = time.GetUtcNow().ToString("'sf'yyyyMM", CultureInfo.InvariantCulture);
        var path = PathOf(domain, selector);
        if (File.Exists(path)) return Task.FromResult(selector);
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var rsa = RSA.Create(KeyBits);
        lock (_writing)
        {
            // Of two that ask at once the first one's key stays: its record may be published already.
            if (!File.Exists(path)) PosixCalls.WriteDurably(path, Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem() + "\n"));
        }

        return Task.FromResult(selector);
    }

    public string? PublicRecord(DomainName domain, string selector)
    {
        if (!File.Exists(PathOf(domain, selector))) return null;
        using var rsa = Load(domain, selector);
        return $"v=DKIM1; k=rsa; p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}";
    }

    private RSA Load(DomainName domain, string selector)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(PathOf(domain, selector)));
        return rsa;
    }

    // Domain names and our selectors hold no separator, so the path cannot leave the directory.
    private string PathOf(DomainName domain, string selector) => Path.Combine(directory, $"{domain}.{selector}.pem");
}
