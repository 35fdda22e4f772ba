using System.Globalization;

namespace Standfast.Mail;

/// <summary>Durations as people write them: 90s, 10m, 4h, 2d.</summary>
public static class DurationText
{
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length < 2) return false;
        var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        if (unit == 0 || !uint.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or >= 1_000_000) return false;
        duration = TimeSpan.FromSeconds((double)count * unit);
        return true;
    }
}
