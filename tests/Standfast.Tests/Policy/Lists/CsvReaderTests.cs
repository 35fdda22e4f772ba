using Standfast.Policy.Lists;

namespace Standfast.Tests.Policy.Lists;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("\r\n\n\r\n", "")]
    [InlineData("a@b.example", "a@b.example")]
    [InlineData("a,b\r\nc,d\n", "a|b / c|d")]
    [InlineData(" a ; b,c \n;", "a|b,c / |")]
    [InlineData("a\tb", "a|b")]
    [InlineData("\"a,b\",\"c\"\"d\"\r\n\"e\nf\"", "a,b|c\"d / e\nf")]
    [InlineData("\uFEFFemail,at\nx,", "email|at / x|")]
    [InlineData("\"never ends", "never ends")]
    [InlineData("a\"b\",c", "a\"b\"|c")]
    public async Task Read_GivesRecords_HoweverTheyAreWritten(string text, string expected)
    {
        Assert.Equal(expected, await ReadAsync(new StringReader(text)));
        Assert.Equal(expected, await ReadAsync(new OneByOne(text)));
    }

    [Fact]
    public async Task Read_CutsWhatIsTooLong()
    {
        var csv = new CsvReader(new StringReader(new string('x', CsvReader.MaxFieldLength + 1) + new string(',', CsvReader.MaxFields + 1)));
        var record = await csv.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal((CsvReader.MaxFields, CsvReader.MaxFieldLength), (record!.Count, record[0].Length));
        Assert.Null(await csv.ReadAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> ReadAsync(TextReader text)
    {
        var (csv, records) = (new CsvReader(text), new List<string>());
        while (await csv.ReadAsync(TestContext.Current.CancellationToken) is { } record) records.Add(string.Join('|', record));
        Assert.Equal(records.Count, csv.Records);
        return string.Join(" / ", records);
    }

    private sealed class OneByOne(string text) : StringReader(text)
    {
        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..1], cancellationToken);
    }
}
