using System.Collections.Immutable;

namespace Standfast.Recovery.Return;

/// <summary>How many messages may go on each day after a reinstatement.</summary>
public static class ReturnRamp
{
    /// <summary>Of what went before: "restart at 10 to 25 %"; ours.</summary>
    private const double FirstShare = 0.1;

    /// <summary>One message decides whether it goes on.</summary>
    private const int Probe = 1;

    /// <param name="days">Of the provider's warm-up plan, a day each.</param>
    /// <param name="formerDaily">Messages a day before the incident; 0 where it is not known, then the whole plan is gone through.</param>
    /// <returns>The probe, then a day each: from a tenth of what went before, as fast as the plan, until all of it may go.</returns>
    public static ImmutableArray<int> Of(IReadOnlyList<int> days, double formerDaily)
    {
        var steps = days.SkipWhile(count => count < FirstShare * formerDaily).ToList();
        var enough = formerDaily > 0 ? steps.FindIndex(count => count >= formerDaily) : -1;
        return [Probe, .. enough >= 0 ? steps.Take(enough + 1) : steps];
    }
}
