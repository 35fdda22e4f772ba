using Standfast.Mail;

namespace Standfast.Tests.Mail;

public sealed class Rfc5322DateTests
{
    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "Thu, 01 Jan 2026 00:00:00 +0000")]
    [InlineData("1997-11-21T09:55:06-06:00", "Fri, 21 Nov 1997 15:55:06 +0000")]
    [InlineData("2024-02-29T23:59:59.999Z", "Thu, 29 Feb 2024 23:59:59 +0000")]
    [InlineData("2026-12-31T23:30:00-01:00", "Fri, 01 Jan 2027 00:30:00 +0000")]
    public void Format_IsInUtc(string instant, string expected) => Assert.Equal(expected, Rfc5322Date.Format(DateTimeOffset.Parse(instant, null)));

    [Fact]
    public void Format_IsReadBackByAnotherReader()
    {
        var random = new Random(5322);
        for (var round = 0; round < 1000; round++)
        {
            var instant = DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(4_000_000_000));
            Assert.True(MimeKit.Utils.DateUtils.TryParse(Rfc5322Date.Format(instant), out var read));
            Assert.Equal(instant, read);
        }
    }
}
