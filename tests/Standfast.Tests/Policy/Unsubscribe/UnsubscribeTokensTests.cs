using System.Buffers.Text;
using System.Security.Cryptography;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;

namespace Standfast.Tests.Policy.Unsubscribe;

public sealed class UnsubscribeTokensTests
{
    private static readonly UnsubscribeClaim s_claim = new(
        AccountId.Parse("shop"), StreamName.Bulk, SpoolId.Create(DateTimeOffset.UnixEpoch, new byte[10]), AddressKey.Of(EmailAddress.Parse("Ann@example.net")));

    private readonly TokenKeys _keys = new([Key(1)]);

    [Fact]
    public void Token_SaysWhatWasPutIn_AndShowsNothingOfIt()
    {
        var tokens = new UnsubscribeTokens(_keys);
        foreach (var claim in (UnsubscribeClaim[])[s_claim, s_claim with { Address = null }, s_claim with { Address = AddressKey.Of(EmailAddress.Parse("jürgen@example.net")) }])
        {
            var token = tokens.Write(claim);
            Assert.True(tokens.TryRead(token, out var read));
            Assert.Equal(claim, read);
            Assert.DoesNotContain("example", System.Text.Encoding.Latin1.GetString(Base64Url.DecodeFromChars(token)), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Token_AtItsLongest_FitsALink()
    {
        var longest = new UnsubscribeClaim(
            AccountId.Parse(new string('a', 64)), StreamName.Parse(new string('s', 32)), s_claim.Message, AddressKey.Of(EmailAddress.Parse($"{new string('l', 64)}@{string.Join('.', Enumerable.Repeat(new string('d', 46), 4))}")));
        var tokens = new UnsubscribeTokens(_keys);
        var token = tokens.Write(longest);
        Assert.InRange(token.Length, 1, SealedToken.MaxLength);
        Assert.True(tokens.TryRead(token, out var read));
        Assert.Equal(longest, read);
    }

    [Fact]
    public void ForgedTokens_AreRefused()
    {
        var (tokens, random) = (new UnsubscribeTokens(_keys), new Random(3));
        var token = tokens.Write(s_claim);
        var good = Base64Url.DecodeFromChars(token);
        for (var round = 0; round < 1_000; round++)
        {
            var forged = good.ToArray();
            if (round < good.Length * 8) forged[round / 8] ^= (byte)(1 << (round % 8));
            else random.NextBytes(forged);
            Assert.False(tokens.TryRead(Base64Url.EncodeToString(forged), out _));
        }

        // No text but the one that was given out, though a decoder could read the same octets from it.
        foreach (var other in (string?[])[null, "", "x", token + "=", token + "A", token[..^1], " " + token, token.ToUpperInvariant(), token[..^1] + Next(token[^1]), new string('A', 900)]) Assert.False(tokens.TryRead(other, out _), other);
    }

    [Fact]
    public void OldTokens_StayGood_WhenTheKeyIsChanged_AndThoseOfAnotherServerAreNone()
    {
        var tokens = new UnsubscribeTokens(_keys);
        var before = tokens.Write(s_claim);
        _keys.Add(Key(2));
        Assert.NotEqual(before, tokens.Write(s_claim));
        Assert.True(tokens.TryRead(before, out _));
        Assert.True(tokens.TryRead(tokens.Write(s_claim), out _));
        Assert.False(new UnsubscribeTokens(new TokenKeys([new TokenKey(1, RandomNumberGenerator.GetBytes(32))])).TryRead(before, out _));
    }

    [Fact]
    public void Token_OfAnotherPurpose_IsNone() =>
        Assert.False(SealedToken.TryOpen(_keys, 2, new UnsubscribeTokens(_keys).Write(s_claim), out _));

    internal static TokenKey Key(byte id) => new(id, SHA256.HashData([id]));

    private static char Next(char last) => last switch { 'Z' => 'a', 'z' => '0', '9' => '-', '-' => '_', '_' => 'A', _ => (char)(last + 1) };
}
