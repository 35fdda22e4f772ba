namespace Standfast.Policy.Attachments;

/// <summary>An archive goes beyond a limit; unwinds out of the library that unpacks it.</summary>
/// <param name="isBomb">No honest archive is like this; else it is only large.</param>
internal sealed class InspectionLimitException(string rule, bool isBomb) : Exception(rule)
{
    public bool IsBomb => isBomb;
}
