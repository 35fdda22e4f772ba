using Standfast.Mail;

namespace Standfast.Policy.Lists;

/// <summary>Which column of a list holds what: by the names of its first record, or by where an address stands in it.</summary>
public sealed class CsvColumns
{
    private static readonly string[] s_address = ["address", "email", "email_address", "email address", "e-mail", "recipient", "emailaddress"];

    private readonly Dictionary<string, int> _columns;

    private CsvColumns(Dictionary<string, int> columns, bool isHeader)
    {
        _columns = columns;
        IsHeader = isHeader;
    }

    /// <summary>The record names columns and is no entry itself.</summary>
    public bool IsHeader { get; }

    /// <returns>Null where neither a name nor an address shows in which column the addresses are.</returns>
    public static CsvColumns? Read(IReadOnlyList<string> first)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < first.Count; index++) columns.TryAdd(first[index], index);
        foreach (var name in s_address)
        {
            if (!columns.TryGetValue(name, out var index)) continue;
            columns["address"] = index;
            return new CsvColumns(columns, isHeader: true);
        }

        for (var index = 0; index < first.Count; index++)
            if (EmailAddress.TryParse(first[index], out _))
                return new CsvColumns(new Dictionary<string, int> { ["address"] = index }, isHeader: false);
        // A list of one column is a list of addresses, even where the first of them is none.
        return first.Count == 1 ? new CsvColumns(new Dictionary<string, int> { ["address"] = 0 }, isHeader: false) : null;
    }

    /// <summary>Empty where there is no such column, or the record is too short.</summary>
    public string Of(IReadOnlyList<string> record, string column) => _columns.TryGetValue(column, out var index) && index < record.Count ? record[index] : "";
}
