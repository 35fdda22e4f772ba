using Standfast.Mail;

namespace Standfast.Tests.Mail;

public sealed class EnhancedStatusCodeTests
{
    [Theory]
    [InlineData("2.0.0", 2, 0, 0, 5)]
    [InlineData("5.1.1 No such user", 5, 1, 1, 5)]
    [InlineData("4.999.999", 4, 999, 999, 9)]
    [InlineData("5.7.26 ", 5, 7, 26, 6)]
    public void TryParse_ReadsTheCodeAtTheStart(string text, byte codeClass, int subject, int detail, int length)
    {
        Assert.True(EnhancedStatusCode.TryParse(text, out var code, out var read));
        Assert.Equal(new EnhancedStatusCode(codeClass, (ushort)subject, (ushort)detail), code);
        Assert.Equal(length, read);
        Assert.Equal(text[..length], code.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("5")]
    [InlineData("5.")]
    [InlineData("5.1")]
    [InlineData("5.1.")]
    [InlineData("5..1")]
    [InlineData("5.1.1.1")]
    [InlineData("5.1000.1")]
    [InlineData("5.1.1000")]
    [InlineData("3.1.1")]
    [InlineData("0.1.1")]
    [InlineData("5.-1.1")]
    [InlineData("5.+1.1")]
    [InlineData("5. 1.1")]
    [InlineData("5.1.1x")]
    [InlineData("x5.1.1")]
    [InlineData("5.1.1\t")]
    [InlineData("5,1,1")]
    [InlineData("５.1.1")]
    [InlineData("5.１.1")]
    [InlineData("192.0.2.1")]
    public void TryParse_Refuses(string text) => Assert.False(EnhancedStatusCode.TryParse(text, out _, out _));
}
