using Standfast.Mail;
using Standfast.Mail.ReturnPaths;

namespace Standfast.Tests.Mail.ReturnPaths;

public sealed class ReturnPathSignerTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, ReturnPathSigner.KeyOctets).Select(number => (byte)number)];

    private readonly ReturnPathSigner _signer = new(DomainName.Parse("bounce.example.org"), s_key);
    private readonly SpoolId _id = SpoolId.Create(DateTimeOffset.UnixEpoch.AddYears(56), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    private readonly EmailAddress _recipient = EmailAddress.Parse("Ann@example.net");

    [Fact]
    public void Claim_NamesMessageAndRecipient_InAnyCase()
    {
        var address = _signer.Sign(_id, _recipient);
        Assert.Equal(52, address.LocalPart.Length);
        foreach (var text in (string[])[address.ToString(), address.ToString().ToUpperInvariant()])
        {
            var claim = _signer.Verify(EmailAddress.Parse(text));
            Assert.Equal(_id, claim?.Message);
            Assert.True(claim?.NamesRecipient);
            Assert.True(claim?.IsFor(EmailAddress.Parse("ann@example.net")));
            Assert.False(claim?.IsFor(EmailAddress.Parse("ben@example.net")));
        }
    }

    [Fact]
    public void ClaimOfATransactionForSeveral_NamesNone()
    {
        var claim = _signer.Verify(_signer.Sign(_id, null));
        Assert.Equal(_id, claim?.Message);
        Assert.False(claim?.NamesRecipient);
        Assert.False(claim?.IsFor(_recipient));
    }

    [Fact]
    public void ChangedCharacter_IsNotOurs()
    {
        var local = _signer.Sign(_id, _recipient).LocalPart;
        for (var index = 0; index < local.Length; index++)
        {
            foreach (var other in "a7-")
            {
                if (local[index] == other) continue;
                Assert.Null(_signer.Verify(EmailAddress.Parse($"{local[..index]}{other}{local[(index + 1)..]}@bounce.example.org")));
            }
        }
    }

    [Theory]
    [InlineData("bounce@bounce.example.org")]
    [InlineData("bounce-@bounce.example.org")]
    [InlineData("bounce-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@bounce.example.org")]
    [InlineData("postmaster@bounce.example.org")]
    public void OtherAddress_IsNotOurs(string address) => Assert.Null(_signer.Verify(EmailAddress.Parse(address)));

    [Fact]
    public void OtherKeyOrDomain_IsNotOurs()
    {
        var local = _signer.Sign(_id, _recipient).LocalPart;
        Assert.Null(_signer.Verify(EmailAddress.Parse($"{local}@example.org")));
        Assert.Null(new ReturnPathSigner(DomainName.Parse("example.org"), s_key).Verify(EmailAddress.Parse($"{local}@example.org")));
        Assert.Null(new ReturnPathSigner(_signer.Domain, [.. s_key.Reverse()]).Verify(EmailAddress.Parse($"{local}@bounce.example.org")));
    }
}
