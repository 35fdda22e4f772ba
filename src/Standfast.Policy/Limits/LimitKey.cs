using System.Diagnostics.CodeAnalysis;

namespace Standfast.Policy.Limits;

/// <summary>One counter: what is counted, for whom and over which time. Written "SCOPE:NAME METRIC/WINDOW".</summary>
public readonly record struct LimitKey(LimitObject Subject, LimitMetric Metric, LimitWindow Window)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out LimitKey key)
    {
        key = default;
        if (text?.Split(' ') is not [var name, var kind] || kind.Split('/') is not [var metric, var window]) return false;
        if (!LimitObject.TryParse(name, out var counted) || !LimitText.TryMetric(metric, out var what) || !LimitText.TryWindow(window, out var time)) return false;
        key = new LimitKey(counted, what, time);
        return true;
    }

    public override string ToString() => $"{Subject} {LimitText.Name(Metric)}/{LimitText.Name(Window)}";
}
