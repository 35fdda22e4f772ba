using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.MailAuth.Dkim;
using Standfast.Storage.Keys;

namespace Standfast.Tests.Storage;

public sealed class FileDkimKeysTests : IDisposable
{
    private static readonly DomainName s_domain = DomainName.Parse("example.org");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 23, 59, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Keys => _folder.File("keys");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Find_SignsWithTheKey_WhosePublicHalfIsPublished()
    {
        var keys = Open(signed: true);
        Assert.Equal("sf202601", await keys.CreateAsync(s_domain, Stop));
        AssertSigns(keys, "sf202601");
        AssertSigns(Open(signed: true), "sf202601");
    }

    [Fact]
    public async Task Create_KeepsTheKeyOfTheMonth_AndMakesAnotherInTheNext()
    {
        var keys = Open(signed: true);
        await keys.CreateAsync(s_domain, Stop);
        var record = keys.PublicRecord(s_domain, "sf202601");
        Assert.Equal("sf202601", await keys.CreateAsync(s_domain, Stop));
        Assert.Equal(record, keys.PublicRecord(s_domain, "sf202601"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("sf202602", await keys.CreateAsync(s_domain, Stop));
        Assert.Equal(record, keys.PublicRecord(s_domain, "sf202601"));
        Assert.NotEqual(record, keys.PublicRecord(s_domain, "sf202602"));
    }

    [Fact]
    public async Task Create_MakesOneKey_WhenManyAskAtOnce()
    {
        var keys = Open(signed: true);
        var records = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () => keys.PublicRecord(s_domain, await keys.CreateAsync(s_domain, Stop)), Stop)));
        Assert.Single(records.Distinct());
        AssertSigns(keys, "sf202601");
    }

    [Fact]
    public async Task Create_LetsNobodyElseRead()
    {
        await Open(signed: true).CreateAsync(s_domain, Stop);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Keys));
        var file = Assert.Single(Directory.GetFiles(Keys));
        Assert.Equal("example.org.sf202601.pem", Path.GetFileName(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Find_IsNull_WhenTheOwnerWantsNoSignature() => Assert.Null(Open(signed: false).Find(s_domain));

    [Fact]
    public async Task Find_KeepsMailWaiting_WhenTheKeyCannotBeRead()
    {
        var keys = Open(signed: true);
        Assert.Throws<DkimKeyUnavailableException>(() => keys.Find(s_domain));
        await keys.CreateAsync(s_domain, Stop);
        var file = Assert.Single(Directory.GetFiles(Keys));
        var pem = await File.ReadAllTextAsync(file, Stop);
        using var rsa = RSA.Create(2048);
        foreach (var damaged in (string[])["", "text", pem[..(pem.Length / 2)], pem.Replace("MII", "AAA", StringComparison.Ordinal), rsa.ExportSubjectPublicKeyInfoPem()])
        {
            await File.WriteAllTextAsync(file, damaged, Stop);
            Assert.Throws<DkimKeyUnavailableException>(() => keys.Find(s_domain));
        }

        // What was unreadable once is asked again.
        await File.WriteAllTextAsync(file, pem, Stop);
        AssertSigns(keys, "sf202601");
    }

    [Fact]
    public void PublicRecord_IsNull_WithoutAKey() => Assert.Null(Open(signed: true).PublicRecord(s_domain, "sf202601"));

    [Fact]
    public async Task Key_SignsForManyAtOnce()
    {
        var keys = Open(signed: true);
        await keys.CreateAsync(s_domain, Stop);
        var key = keys.Find(s_domain)!;
        using var published = PublicKey(keys, "sf202601");
        var signatures = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(() => (Hash: SHA256.HashData([(byte)number]), Signature: key.SignHash(SHA256.HashData([(byte)number]))), Stop)));
        Assert.All(signatures, one => Assert.True(published.VerifyHash(one.Hash, one.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
    }

    private FileDkimKeys Open(bool signed) => new(Keys, domain => signed && domain == s_domain ? "sf202601" : null, _time);

    private static void AssertSigns(FileDkimKeys keys, string selector)
    {
        var key = keys.Find(s_domain)!;
        Assert.Equal((s_domain, selector), (key.Domain, key.Selector));
        var hash = SHA256.HashData("text"u8);
        using var published = PublicKey(keys, selector);
        Assert.Equal(2048, published.KeySize);
        Assert.True(published.VerifyHash(hash, key.SignHash(hash), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static RSA PublicKey(FileDkimKeys keys, string selector)
    {
        var record = keys.PublicRecord(s_domain, selector)!;
        Assert.StartsWith("v=DKIM1; k=rsa; p=", record, StringComparison.Ordinal);
        var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(record["v=DKIM1; k=rsa; p=".Length..]), out _);
        return rsa;
    }
}
