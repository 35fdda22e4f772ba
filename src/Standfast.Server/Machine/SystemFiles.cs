using System.Globalization;

namespace Standfast.Server.Machine;

/// <summary>Reads files of the kernel and the system; null where one is not there or is not what it should be.</summary>
internal static class SystemFiles
{
    public static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static long? ReadNumber(string path) => ToNumber(ReadText(path)?.Trim());

    public static long? ToNumber(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Words of the first line that begins so.</summary>
    public static string[]? FindLine(string path, string beginning) =>
        ReadText(path)?.Split('\n').FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal))?[beginning.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Values of a file of NAME=value lines, as os-release(5) is.</summary>
    public static Dictionary<string, string> ReadVariables(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in ReadText(path)?.Split('\n') ?? [])
            if (line.Split('=', 2) is [var name, var value])
                values[name.Trim()] = value.Trim().Trim('"');
        return values;
    }
}
