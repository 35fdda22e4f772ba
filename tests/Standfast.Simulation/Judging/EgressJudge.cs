using System.Net;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Judging;

/// <summary>Watches from where mail comes: every sender's by its own pool, and a new source within its plan.</summary>
/// <param name="mayLeaveBy">Whether mail of a sender may come from an address.</param>
/// <param name="plan">Recipients that <paramref name="warming"/> may be used for on each day.</param>
internal sealed class EgressJudge(Judge judge, StepScheduler scheduler, Func<string, IPAddress?, bool> mayLeaveBy, IPAddress warming, IReadOnlyList<int> plan)
{
    private TimeSpan? _firstAt;
    private int _offered;

    public void Mail(string sender, IPAddress? source)
    {
        if (!mayLeaveBy(sender, source)) judge.Fail($"mail of {sender} left by {source}");
    }

    public void Recipient(IPAddress? source)
    {
        if (!warming.Equals(source)) return;
        _firstAt ??= scheduler.Now;
        _offered++;
        // Days are 24 hours that have really passed, and do not follow on each other sooner.
        var days = (int)(scheduler.Now - _firstAt.Value).TotalDays + 1;
        if (days <= plan.Count && _offered > plan.Take(days).Sum()) judge.Fail($"{_offered} recipients from {source} on its day {days}");
    }
}
