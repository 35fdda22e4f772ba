namespace Standfast.Policy.Limits;

/// <summary>Where something new stands in its ramp.</summary>
/// <param name="Plan">Name of the plan in data/ramps.</param>
/// <param name="Day">Days since it began, from 1.</param>
/// <param name="Recipients">Of that day.</param>
/// <param name="NextDayIn">Until the next step.</param>
public sealed record RampStep(string Plan, int Day, long Recipients, TimeSpan NextDayIn);
