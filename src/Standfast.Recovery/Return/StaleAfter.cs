using System.Globalization;

namespace Standfast.Recovery.Return;

/// <summary>From which age on kept mail is too old to matter when sending comes back.</summary>
/// <param name="Otherwise">Of streams that are not named.</param>
public sealed record StaleAfter(TimeSpan Otherwise, IReadOnlyDictionary<string, TimeSpan> Streams)
{
    /// <summary>Reads "3d, transactional=1d": the age of all, then that of single streams.</summary>
    public static bool TryParse(string text, out StaleAfter rule)
    {
        rule = new StaleAfter(TimeSpan.Zero, new Dictionary<string, TimeSpan>());
        var streams = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        TimeSpan? otherwise = null;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var split = part.Split('=', 2);
            if (!TryParseAge(split[^1], out var age) || (split.Length == 1 && otherwise is not null) || (split.Length == 2 && (split[0].Length == 0 || !streams.TryAdd(split[0], age)))) return false;
            if (split.Length == 1) otherwise = age;
        }

        if (otherwise is null) return false;
        rule = new StaleAfter(otherwise.Value, streams);
        return true;
    }

    public TimeSpan Of(string stream) => Streams.GetValueOrDefault(stream, Otherwise);

    private static bool TryParseAge(string text, out TimeSpan age)
    {
        age = TimeSpan.Zero;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 10_000) return false;
        age = text[^1] switch { 'm' => TimeSpan.FromMinutes(count), 'h' => TimeSpan.FromHours(count), 'd' => TimeSpan.FromDays(count), _ => TimeSpan.Zero };
        return age > TimeSpan.Zero;
    }
}
