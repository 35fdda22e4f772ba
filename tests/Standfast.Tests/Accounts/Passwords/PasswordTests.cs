using System.Security.Cryptography;
using System.Text;
using Standfast.Accounts.Passwords;
using Standfast.Storage.Passwords;
using Standfast.Tests.Storage;

namespace Standfast.Tests.Accounts.Passwords;

public sealed class PasswordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hash_NamesItsParameters_AndMatchesItsPasswordOnly()
    {
        var hash = Argon2Hash.Create("Gr\u00fc\u00dfe aus K\u00f6ln");
        Assert.Matches("^\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}$", hash);
        Assert.True(Argon2Hash.Matches(hash, "Gr\u00fc\u00dfe aus K\u00f6ln"));
        Assert.False(Argon2Hash.Matches(hash, "Gr\u00fcsse aus K\u00f6ln"));
        Assert.NotEqual(hash, Argon2Hash.Create("Gr\u00fc\u00dfe aus K\u00f6ln"));
    }

    // Made by the reference implementation (argon2 -id -k 256 -t 2 -p 1 -l 32).
    [Fact]
    public void Hash_OfTheReferenceImplementation_Matches() => Assert.True(Argon2Hash.Matches("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4", "password"));

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$!$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$")]
    public void WhatIsNoHash_MatchesNothing(string hash) => Assert.False(Argon2Hash.Matches(hash, "password"));

    [Theory]
    [InlineData("short", "has fewer than 10 characters")]
    [InlineData("password123", "is too easy to guess")]
    [InlineData("qwertyuiop123", "is too easy to guess")]
    [InlineData("standfast2026", "is too easy to guess")]
    [InlineData("annannannann", "is too easy to guess")]
    [InlineData("changeme123!", "is too easy to guess")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "is too easy to guess")]
    public void WeakPassword_IsRefused_WithAReason(string password, string why) => Assert.StartsWith(why, new PasswordRules(null).WhyNot(password, ["ann", "mail.example.org"]), StringComparison.Ordinal);

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("k3v9w2mzp4tq8rxn5ydj")]
    [InlineData("Der Igel f\u00e4hrt nach T\u00fcbingen")]
    public void StrongPassword_IsTaken(string password) => Assert.Null(new PasswordRules(null).WhyNot(password, ["ann", "mail.example.org"]));

    [Fact]
    public void TooLongPassword_IsRefused_AndALongOneIsJudgedQuickly()
    {
        var rules = new PasswordRules(null);
        Assert.StartsWith("has more than 128 characters", rules.WhyNot(new string('k', 129), []), StringComparison.Ordinal);
        Assert.StartsWith("is too easy", rules.WhyNot(new string('k', 128), []), StringComparison.Ordinal);
    }

    [Fact]
    public void BreachedPassword_IsFound_InAFolderOfPrefixes()
    {
        var (known, padding, other) = (Sha1("correct horse battery staple"), Sha1("padding of the range api"), Sha1("another phrase of this test"));
        var root = Directory.CreateDirectory(_folder.File("ranges")).FullName;
        File.WriteAllText(Path.Combine(root, known[..5]), $"{new string('0', 35)}:3\r\n{known[5..]}:42\r\n");
        File.WriteAllText(Path.Combine(root, padding[..5] + ".txt"), $"{padding[5..].ToLowerInvariant()}:0\n");
        var list = new BreachedPasswordFiles(root);
        Assert.True(list.Contains("correct horse battery staple"));
        Assert.False(list.Contains("padding of the range api"));
        // A list with a hole must not pass for one without the password.
        Assert.Throws<IOException>(() => list.Contains("another phrase of this test"));
        Assert.NotEqual(other[..5], known[..5]);
        Assert.StartsWith("is known from a breach", new PasswordRules(list).WhyNot("correct horse battery staple", []), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void BreachedPassword_IsFound_InOneSortedFile_AtEveryPlace(string lineEnd)
    {
        var passwords = Enumerable.Range(0, 300).Select(number => $"password {number}").ToList();
        for (var count = 0; count <= 300; count += count < 10 ? 1 : 97)
        {
            var path = _folder.File($"sorted-{count}");
            var lines = passwords.Take(count).Select((password, index) => $"{Sha1(password)}:{(index + 1) * 7_919}").Order(StringComparer.Ordinal);
            File.WriteAllText(path, string.Concat(lines.Select(line => line + lineEnd)));
            var list = new BreachedPasswordFiles(path);
            for (var number = 0; number < 300; number++) Assert.Equal(number < count, list.Contains(passwords[number]));
        }
    }

    [Fact]
    public void MissingList_IsAnError_NotAnEmptyList() => Assert.ThrowsAny<IOException>(() => new BreachedPasswordFiles(_folder.File("none")).Contains("x"));

#pragma warning disable CA5350 // The list's own hash.
    private static string Sha1(string text) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
}
