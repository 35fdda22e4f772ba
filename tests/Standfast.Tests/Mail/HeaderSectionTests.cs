using System.Text;
using MimeKit;
using Standfast.Mail.Headers;

namespace Standfast.Tests.Mail;

public sealed class HeaderSectionTests
{
    [Fact]
    public void TryParse_FindsTheFieldsInOrder()
    {
        var headers = Read("From: a@example.org\r\nSUBJECT : folded\r\n\t text \r\nX:\r\nfrom:b@example.org\r\n");
        Assert.Equal(["From", "SUBJECT", "X", "from"], headers.Fields.Select(field => field.Name));
        Assert.Equal(["a@example.org", "folded\t text", "", "b@example.org"], headers.Fields.Select(headers.Value));
        Assert.Equal(2, headers.Count("FROM"));
        Assert.Equal(0, headers.Count("Date"));
        Assert.Equal(headers.Fields[0], headers.Find("from"));
        Assert.Null(headers.Find("Date"));
        Assert.Equal("SUBJECT : folded\r\n\t text \r\n", Encoding.ASCII.GetString(headers.Raw(headers.Fields[1])));
    }

    [Fact]
    public void TryParse_ReadsNothing_FromNothing() => Assert.Empty(Read("").Fields);

    [Fact]
    public void TryParse_ReadsAFieldWhoseLineDoesNotEnd() => Assert.Equal("x", Read("A: b\r\nC: x").Value(Read("A: b\r\nC: x").Fields[1]));

    [Fact]
    public void Value_KeepsUtf8_AndReplacesWhatIsNone()
    {
        Assert.True(HeaderSection.TryParse((byte[])[.. "A: "u8, .. "é"u8, 0xFF, .. "x\r\n"u8], out var headers, out _));
        Assert.Equal("é\uFFFDx", headers.Value(headers.Fields[0]));
    }

    [Theory]
    [InlineData("no colon\r\n", 1)]
    [InlineData(": no name\r\n", 1)]
    [InlineData(" : no name\r\n", 1)]
    [InlineData(" starts: folded\r\n", 1)]
    [InlineData("two words: x\r\n", 1)]
    [InlineData("é: x\r\n", 1)]
    [InlineData("A\0: x\r\n", 1)]
    [InlineData("\r\n", 1)]
    [InlineData("A: b\r\n\r\nbody: x\r\n", 2)]
    [InlineData("A: b\r\n folded\r\n\tagain\r\nno colon\r\n", 4)]
    public void TryParse_NamesTheLineThatIsNoField(string text, int line)
    {
        Assert.False(HeaderSection.TryParse(Encoding.UTF8.GetBytes(text), out var headers, out var error));
        Assert.Null(headers);
        Assert.StartsWith($"line {line} of the header is not a field", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HeaderSection.MaxFields, true)]
    [InlineData(HeaderSection.MaxFields + 1, false)]
    public void TryParse_BoundsTheFields(int count, bool expected) =>
        Assert.Equal(expected, HeaderSection.TryParse(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("A: b\r\n", count))), out _, out _));

    [Fact]
    public void TryParse_FindsWhatAnotherReaderFinds_InRealMail()
    {
        const string Own = "Received: from a\r\n\tby b; date\r\nFrom: \"A\" <a@example.org>\r\nSubject: =?utf-8?q?x?=\r\n y\r\nX-Empty:\r\n";
        var sections = new List<(string File, byte[] Header)> { ("own", Encoding.ASCII.GetBytes(Own)) };
        sections.AddRange(PublicCorpus.Headers("spam", "bounces-sisimai/maildir", "bounces-other", "arf"));
        var read = 0;
        foreach (var (file, bytes) in sections)
        {
            if (!HeaderSection.TryParse(bytes, out var headers, out _)) continue;
            read++;
            // Nothing is lost, nothing is read twice.
            Assert.Equal(bytes, headers.Fields.SelectMany(field => headers.Raw(field).ToArray()));
            var other = HeaderList.Load(new MemoryStream([.. bytes, .. "\r\n"u8]), TestContext.Current.CancellationToken);
            Assert.True(other.Select(field => field.Field).SequenceEqual(headers.Fields.Select(field => field.Name)), file);
        }

        Assert.True(read > sections.Count * 0.97, $"{read} of {sections.Count}");
    }

    [Fact]
    public void TryParse_OfMutations_NeverThrows()
    {
        var random = new Random(5322);
        var seed = "From: a@example.org\r\nSubject: x\r\n y\r\n\tz\r\nX:\r\n"u8.ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = seed[..random.Next(seed.Length + 1)];
            for (var change = 0; bytes.Length > 0 && change < 3; change++) bytes[random.Next(bytes.Length)] = (byte)(random.Next(2) == 0 ? "\r\n :\t\0"u8[random.Next(6)] : random.Next(256));
            if (!HeaderSection.TryParse(bytes, out var headers, out var error)) Assert.NotEmpty(error);
            else foreach (var field in headers.Fields) Assert.DoesNotContain("\r\n", headers.Value(field), StringComparison.Ordinal);
        }
    }

    private static HeaderSection Read(string text)
    {
        Assert.True(HeaderSection.TryParse(Encoding.UTF8.GetBytes(text), out var headers, out var error), error);
        return headers;
    }
}
