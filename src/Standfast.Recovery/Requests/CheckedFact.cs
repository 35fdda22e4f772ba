namespace Standfast.Recovery.Requests;

/// <summary>What the audit found.</summary>
/// <param name="Title">The fault that is looked for.</param>
/// <param name="Finding">What is wrong; "" where all is well.</param>
public sealed record CheckedFact(string Id, string Title, string Subject, string Finding)
{
    public bool IsGood => Finding.Length == 0;
}
