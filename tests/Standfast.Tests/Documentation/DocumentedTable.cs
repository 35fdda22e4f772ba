using Standfast.Tests.Architecture;

namespace Standfast.Tests.Documentation;

/// <summary>The rows of the tables of a page in docs/, with the heading they stand under.</summary>
internal static class DocumentedTable
{
    public static List<(string Heading, string[] Cells)> Read(string page)
    {
        var rows = new List<(string, string[])>();
        var heading = "";
        var isRow = false;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docs", page)))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) heading = line[3..];
            // Rows follow the line under a table's head.
            isRow = line.StartsWith('|') && (isRow || line.StartsWith("| ---", StringComparison.Ordinal));
            if (isRow && !line.StartsWith("| ---", StringComparison.Ordinal)) rows.Add((heading, [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())]));
        }

        return rows;
    }
}
