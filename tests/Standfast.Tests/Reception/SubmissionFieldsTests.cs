using System.Text;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Reception.Content;

namespace Standfast.Tests.Reception;

public sealed class SubmissionFieldsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Subject: x\r\n", "transactional")]
    [InlineData("List-Id: <a.example.org>\r\n", "bulk")]
    [InlineData("list-unsubscribe: <https://example.org/u>\r\n", "bulk")]
    [InlineData("Precedence: Bulk\r\n", "bulk")]
    [InlineData("Precedence: list\r\n", "bulk")]
    [InlineData("Precedence: first-class\r\n", "transactional")]
    [InlineData("X-Standfast-Stream: newsletter\r\n", "newsletter")]
    [InlineData("List-Id: <a.example.org>\r\nX-Standfast-Stream: transactional\r\n", "transactional")]
    public void Stream_IsNamed_OrShown(string header, string stream) => Assert.Equal(stream, Read(header).Stream.Value);

    [Fact]
    public void Stream_OfTheCredential_HoldsWhereNothingIsSaid()
    {
        Assert.Null(SubmissionFields.Read(Parse("Subject: x\r\n"), StreamName.Parse("alerts"), s_now, out var fields));
        Assert.Equal("alerts", fields.Stream.Value);
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("4h", 14_400)]
    [InlineData("2d", 172_800)]
    [InlineData("2026-01-01T01:00:00Z", 3600)]
    [InlineData("2026-01-01T01:00:00+01:00", -1)]
    public void Expiry_IsADurationOrALaterTime(string text, int seconds)
    {
        var refusal = SubmissionFields.Read(Parse($"X-Standfast-Expire: {text}\r\n"), StreamName.Bulk, s_now, out var fields);
        Assert.Equal(seconds < 0, refusal is not null);
        if (seconds > 0) Assert.Equal(s_now.AddSeconds(seconds), fields.ExpiresAt);
    }

    [Theory]
    [InlineData("X-Standfast-Stream: Two Words")]
    [InlineData("X-Standfast-Stream:")]
    [InlineData("X-Standfast-Campaign: two words")]
    [InlineData("X-Standfast-Expire: soon")]
    [InlineData("X-Standfast-Expire: 0m")]
    [InlineData("X-Standfast-Expire: 2025-12-31T00:00:00Z")]
    [InlineData("X-Standfast-Streem: bulk")]
    public void Mistake_IsRefused_ByTheNameOfItsField(string field)
    {
        var refusal = SubmissionFields.Read(Parse(field + "\r\n"), StreamName.Bulk, s_now, out _);
        Assert.Equal(550, refusal!.Code);
        Assert.Contains(field.Split(':')[0], refusal.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void OwnFields_AreCut_AndNothingElse()
    {
        var headers = Parse("From: a@example.org\r\nX-Standfast-Stream: bulk\r\nSubject: x\r\n\tfolded\r\nx-standfast-campaign:\r\n\tspring\r\nTo: b@example.net\r\n");
        Assert.Equal("From: a@example.org\r\nSubject: x\r\n\tfolded\r\nTo: b@example.net\r\n", Encoding.ASCII.GetString(headers.Without(SubmissionFields.IsOurs).Span));
        Assert.Equal("spring", Read("X-Standfast-Campaign:\r\n\tspring\r\n").Campaign!.Value);
    }

    private static SubmissionFields Read(string header)
    {
        Assert.Null(SubmissionFields.Read(Parse(header), StreamName.Transactional, s_now, out var fields));
        return fields;
    }

    private static HeaderSection Parse(string header)
    {
        Assert.True(HeaderSection.TryParse(Encoding.ASCII.GetBytes(header), out var headers, out _));
        return headers;
    }
}
