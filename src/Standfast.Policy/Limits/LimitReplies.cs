using System.Diagnostics;
using System.Globalization;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Limits;

/// <summary>What a sender is told: which limit, how much is left, and when how much of it comes back.</summary>
internal static class LimitReplies
{
    public static Finding For(LimitShortage shortage, DateTimeOffset now) => shortage switch
    {
        LimitShortage.UsedUp { Demand.Ramp: { } step } ramped => new Finding("SF-2002", GuardAction.Defer, Subject(ramped.Demand), $"is new: on day {step.Day} it may have {LimitText.Count(step.Recipients)} recipients in 24 hours, which {State(ramped)}", Next(ramped, now)),
        LimitShortage.UsedUp used => new Finding("SF-2001", GuardAction.Defer, Subject(used.Demand), $"{Amount(used.Demand)} {State(used)}", Next(used, now)),
        LimitShortage.TooLarge large => new Finding("SF-2003", GuardAction.Refuse, Subject(large.Demand), $"this message needs {Amount(large.Demand.Rule.Metric, large.Demand.Needed)}, more than may ever go at once: {large.Demand.Rule}", "send it to fewer recipients at a time, or have the limit raised"),
        LimitShortage.NotWritten => new Finding("SF-2004", GuardAction.Defer, "this server", "what is used of limits cannot be written at the moment", "try again later") { Status = (3, 0) },
        LimitShortage.TooMany => new Finding("SF-2005", GuardAction.Defer, "this server", "too many different streams, domains or providers are counted at the moment", "use fewer names of streams, or try again later") { Status = (3, 2) },
        _ => throw new UnreachableException(),
    };

    /// <summary>The minute in which it has come back, by the wall clock.</summary>
    public static string Time(DateTimeOffset now, TimeSpan after)
    {
        // Past the minute that is named, not just before its end.
        var at = now + after;
        at = new DateTimeOffset((at.UtcTicks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
        return at.ToString(at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm 'UTC'" : "yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
    }

    private static string Subject(LimitDemand demand) => $"{LimitText.Name(demand.Subject.Scope)} {demand.Subject.Name}";

    private static string Amount(LimitDemand demand) => $"{Amount(demand.Rule.Metric, demand.Rule.Amount!.Value)} per {LimitText.Name(demand.Rule.Window)}{(demand.Rule.Burst is { } burst ? $" ({LimitText.Count(burst)} at once)" : "")}";

    private static string Amount(LimitMetric metric, long amount) => $"{LimitText.Count(amount)} {(amount == 1 ? LimitText.Name(metric)[..^1] : LimitText.Name(metric))}";

    private static string State(LimitShortage.UsedUp used) => used.Left == 0 ? "are used up, 0 left" : $"are nearly used up, {LimitText.Count(used.Left)} left and {LimitText.Count(used.Demand.Needed)} needed";

    private static string Next(LimitShortage.UsedUp used, DateTimeOffset now) => $"{LimitText.Count(used.Returning)} more at {Time(now, used.After)}";
}
