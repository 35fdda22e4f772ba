namespace Standfast.Policy.Limits;

/// <summary>The time for which a limit holds: any stretch of that length, not one of the calendar.</summary>
public enum LimitWindow
{
    Minute,

    Hour,

    /// <summary>24 hours.</summary>
    Day,
}
