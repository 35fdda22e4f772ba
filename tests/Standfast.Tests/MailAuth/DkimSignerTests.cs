using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.MailAuth.Dkim;

namespace Standfast.Tests.MailAuth;

/// <summary>What we sign, a verifier that we did not write accepts; what was changed since, it refuses.</summary>
public sealed class DkimSignerTests
{
    private const string Header = "From: A <a@example.org>\r\nTo: b@example.net\r\nSubject:  folded\r\n\t subject  text \r\nDate: Thu, 01 Jan 2026 00:00:00 +0000\r\nMessage-ID: <1@example.org>\r\n";

    private static readonly RSA s_rsa = RSA.Create(2048);
    private static readonly DkimKey s_key = new(DomainName.Parse("example.org"), "s1", s_rsa.ExportParameters(true));

    public static TheoryData<string> Bodies =>
        ["", "\r\n", "\r\n\r\n\r\n", "text\r\n", "text", "two  spaces\tand tab \r\n", "a\r\n\r\n\r\nb\r\n\r\n\r\n", " leading\r\n \r\n\t\r\nend\r\n", "trailing \t \r\n\r\n"];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Sign_VerifiesElsewhere_HoweverTheBodyIsCut(string body)
    {
        foreach (var piece in (int[])[1, 2, 3, 1000])
            Assert.True(await VerifyAsync(Sign(Header, body, piece) + Header + "\r\n" + body));
    }

    [Fact]
    public async Task Sign_Breaks_WhenAFieldIsAddedOrTheBodyGrows()
    {
        var signature = Sign(Header, "text\r\n", 1000);
        Assert.False(await VerifyAsync(signature + Header + "Reply-To: x@example.com\r\n\r\ntext\r\n"));
        Assert.False(await VerifyAsync(signature + Header + "\r\ntext\r\nmore\r\n"));
        Assert.False(await VerifyAsync(signature + Header.Replace("folded", "changed", StringComparison.Ordinal) + "\r\ntext\r\n"));
    }

    private static string Sign(string header, string body, int piece)
    {
        Assert.True(HeaderSection.TryParse(Encoding.UTF8.GetBytes(header), out var fields, out _));
        using var hasher = new BodyHasher();
        foreach (var part in Encoding.UTF8.GetBytes(body).Chunk(piece)) hasher.Append(part);
        return Standfast.MailAuth.Dkim.DkimSigner.Sign(fields, hasher.Finish(), s_key, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static async Task<bool> VerifyAsync(string message)
    {
        var parsed = await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(message)), TestContext.Current.CancellationToken);
        var signature = parsed.Headers[parsed.Headers.IndexOf(HeaderId.DkimSignature)];
        return await new DkimVerifier(new Locator()).VerifyAsync(parsed, signature, TestContext.Current.CancellationToken);
    }

    private sealed class Locator : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            PublicKeyFactory.CreateKey(s_rsa.ExportSubjectPublicKeyInfo());

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
