using Standfast.Recovery.Doctor.Advisories;

namespace Standfast.Tests.Recovery.Doctor;

public sealed class DebianVersionTests
{
    /// <summary>By the rules of deb-version(7).</summary>
    [Theory]
    [InlineData("1.0-1", "1.0-2")]
    [InlineData("1.9-1", "1.10-1")]
    [InlineData("1.0~rc1-1", "1.0-1")]
    [InlineData("3.0.18-1~deb12u2", "3.0.19-1~deb12u1")]
    [InlineData("3.0.19-1~deb12u1", "3.0.19-1~deb12u2")]
    [InlineData("3.0.19-1~deb12u2", "3.0.19-1")]
    [InlineData("2.0-1", "1:1.0-1")]
    [InlineData("1.4.3+dfsg-1~deb12u2", "1.4.6+dfsg-0+deb12u1")]
    [InlineData("1.0", "1.0a")]
    [InlineData("1.0a", "1.0+")]
    public void Compare_PutsTheOlderFirst(string older, string newer)
    {
        Assert.True(DebianVersion.Compare(older, newer) < 0);
        Assert.True(DebianVersion.Compare(newer, older) > 0);
        Assert.Equal(0, DebianVersion.Compare(newer, newer));
    }
}
