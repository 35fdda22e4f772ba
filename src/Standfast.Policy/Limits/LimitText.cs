using System.Globalization;

namespace Standfast.Policy.Limits;

/// <summary>Names of scopes, metrics and windows as people and the API write them.</summary>
public static class LimitText
{
    public static string Name(LimitScope scope) => scope switch
    {
        LimitScope.Credential => "credential",
        LimitScope.Account => "account",
        LimitScope.Stream => "stream",
        LimitScope.Domain => "domain",
        LimitScope.Source => "source",
        LimitScope.Provider => "provider",
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };

    public static string Name(LimitMetric metric) => metric switch
    {
        LimitMetric.Messages => "messages",
        LimitMetric.Recipients => "recipients",
        LimitMetric.Bytes => "bytes",
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };

    public static string Name(LimitWindow window) => window switch
    {
        LimitWindow.Minute => "minute",
        LimitWindow.Hour => "hour",
        LimitWindow.Day => "day",
        _ => throw new ArgumentOutOfRangeException(nameof(window)),
    };

    public static TimeSpan Length(LimitWindow window) => window switch
    {
        LimitWindow.Minute => TimeSpan.FromMinutes(1),
        LimitWindow.Hour => TimeSpan.FromHours(1),
        LimitWindow.Day => TimeSpan.FromDays(1),
        _ => throw new ArgumentOutOfRangeException(nameof(window)),
    };

    /// <summary>Such as 500 or 1,000,000.</summary>
    public static string Count(long amount) => amount.ToString("#,0", CultureInfo.InvariantCulture);

    internal static bool TryMetric(string text, out LimitMetric metric)
    {
        metric = text switch { "message" or "messages" => LimitMetric.Messages, "recipient" or "recipients" => LimitMetric.Recipients, "byte" or "bytes" => LimitMetric.Bytes, _ => (LimitMetric)(-1) };
        return metric >= 0;
    }

    internal static bool TryWindow(string text, out LimitWindow window)
    {
        window = text switch { "m" or "minute" => LimitWindow.Minute, "h" or "hour" => LimitWindow.Hour, "d" or "day" => LimitWindow.Day, _ => (LimitWindow)(-1) };
        return window >= 0;
    }
}
