using Standfast.Policy.Unsubscribe;
using Standfast.Storage.Keys;

namespace Standfast.Tests.Storage;

public sealed class TokenKeyFileTests
{
    [Fact]
    public void Keys_AreKept_AlsoThoseBeforeARotation()
    {
        using var folder = new TemporaryFolder();
        var file = TokenKeyFile.ReadOrCreate(folder.File("unsubscribe.key"));
        var first = SealedToken.Seal(file.Keys, 1, "x"u8);
        Assert.Equal(2, file.Rotate().Id);
        var second = SealedToken.Seal(file.Keys, 1, "x"u8);
        var again = TokenKeyFile.ReadOrCreate(folder.File("unsubscribe.key")).Keys;
        Assert.Equal((2, 2), (again.Count, again.Newest.Id));
        Assert.True(SealedToken.TryOpen(again, 1, first, out _) && SealedToken.TryOpen(again, 1, second, out _));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("unsubscribe.key")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("0 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("1 AAAA")]
    [InlineData("1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void WhatIsNoListOfKeys_IsReported(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("unsubscribe.key"), content);
        Assert.Throws<IOException>(() => TokenKeyFile.ReadOrCreate(folder.File("unsubscribe.key")));
    }
}
