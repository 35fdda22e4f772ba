using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Standfast.Policy.Limits;

/// <summary>A limit, whoever it is for: at most so much in any stretch of the window's length. Written "500 recipients/hour burst 100".</summary>
/// <param name="Amount">From 1; null for no limit, where a default would be one.</param>
/// <param name="Burst">The most at once, from 1, less than <paramref name="Amount"/>: what was used comes back evenly over the window. Null lets all of it go at once.</param>
public sealed record LimitRule(LimitMetric Metric, LimitWindow Window, long? Amount, long? Burst = null)
{
    /// <summary>A petabyte; ours, so that no sum overflows.</summary>
    public const long MaxAmount = 1_000_000_000_000_000;

    /// <summary>Rules of one object; nine kinds there are.</summary>
    private const int MaxRules = 9;

    /// <summary>The most that one message may need.</summary>
    internal long AtOnce => Math.Min(Burst ?? long.MaxValue, Amount ?? long.MaxValue);

    /// <param name="text">"AMOUNT METRIC/WINDOW", with "burst AMOUNT" where there is one; an amount may end in k, M or G, or be unlimited. The order "500/h recipients" is understood too.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LimitRule? rule)
    {
        rule = null;
        var words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words is not [var first, var second, ..] || words.Length is not (2 or 4)) return false;
        string amount, metric, window;
        if (second.Split('/') is [var after, var time]) (amount, metric, window) = (first, after, time);
        else if (first.Split('/') is [var before, var unit]) (amount, metric, window) = (before, second, unit);
        else return false;
        if (!LimitText.TryMetric(metric, out var what) || !LimitText.TryWindow(window, out var length)) return false;
        long limit = 0, burst = 0;
        if (amount != "unlimited" && !TryAmount(amount, out limit)) return false;
        if (words.Length == 4 && (words[2] != "burst" || !TryAmount(words[3], out burst) || limit == 0)) return false;
        rule = new LimitRule(what, length, limit == 0 ? null : limit, burst == 0 || burst >= limit ? null : burst);
        return true;
    }

    /// <summary>A comma list of rules, none twice for the same.</summary>
    public static bool TryParseList(string text, out ImmutableArray<LimitRule> rules)
    {
        var read = new List<LimitRule>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!TryParse(part, out var rule) || read.Exists(other => other.Metric == rule.Metric && other.Window == rule.Window) || read.Count == MaxRules)
            {
                rules = [];
                return false;
            }

            read.Add(rule);
        }

        rules = [.. read];
        return true;
    }

    public override string ToString() =>
        $"{Amount?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"} {LimitText.Name(Metric)}/{LimitText.Name(Window)}{(Burst is { } burst ? $" burst {burst.ToString(CultureInfo.InvariantCulture)}" : "")}";

    private static bool TryAmount(string text, out long amount)
    {
        var unit = text[^1] switch { 'k' => 1_000, 'M' => 1_000_000, 'G' => 1_000_000_000, _ => 1 };
        return long.TryParse(unit == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out amount) && amount is > 0 and <= MaxAmount && (amount *= unit) <= MaxAmount;
    }
}
