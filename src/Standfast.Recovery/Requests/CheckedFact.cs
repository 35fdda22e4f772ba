namespace Standfast.Recovery.Requests;

/// <summary>What the audit found.</summary>
/// <param name="Title">The fault that is looked for.</param>
/// <param name="Finding">What is wrong, or why it could not be looked at; "" where all is well.</param>
public sealed record CheckedFact(string Id, string Title, string Subject, string Finding)
{
    public bool IsGood => Finding.Length == 0;

    /// <summary>Nobody knows: it could not be looked at.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Such as "19 of 31 checks find nothing wrong, 11 could not look": what was not seen is not said to be well.</summary>
    public static string Sum(IReadOnlyList<CheckedFact> checks)
    {
        var unknown = checks.Count(check => check.IsUnknown);
        return $"{checks.Count(check => check.IsGood)} of {checks.Count} checks find nothing wrong{(unknown > 0 ? $", {unknown} could not look" : "")}";
    }
}
