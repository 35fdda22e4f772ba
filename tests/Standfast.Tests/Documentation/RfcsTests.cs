using System.Text.RegularExpressions;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Documentation;

public sealed partial class RfcsTests
{
    [Fact]
    public void Page_ListsExactlyTheRfcsThatTheCodeCites()
    {
        var cited = Repository.SourceFiles.SelectMany(file => Citation().Matches(File.ReadAllText(file))).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var listed = DocumentedTable.Read("rfcs.md").Select(row => row.Cells[0]).ToList();

        Assert.True(listed.Count > 50);
        Assert.Equal(listed.Count, listed.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(cited.Except(listed).Select(rfc => $"{rfc} is cited in src, and not in docs/rfcs.md"));
        Assert.Empty(listed.Except(cited).Select(rfc => $"{rfc} is in docs/rfcs.md, and cited nowhere in src"));
    }

    [GeneratedRegex(@"RFC [0-9]{3,5}")]
    private static partial Regex Citation();
}
