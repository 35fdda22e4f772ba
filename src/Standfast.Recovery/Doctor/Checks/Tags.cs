namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Lists of tags as in records of DKIM, DMARC, MTA-STS and TLS-RPT: <c>name=value; …</c>.</summary>
internal static class Tags
{
    /// <summary>Names in lower case; of a name that is given twice the first counts.</summary>
    public static Dictionary<string, string> Read(string record)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in record.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value])
                tags.TryAdd(name.ToLowerInvariant(), value);
        return tags;
    }

    public static bool Begins(string record, string version) => record.Replace(" ", "", StringComparison.Ordinal).StartsWith(version, StringComparison.OrdinalIgnoreCase);
}
