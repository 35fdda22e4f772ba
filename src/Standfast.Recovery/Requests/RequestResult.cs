namespace Standfast.Recovery.Requests;

/// <summary>What became of the wish for a request.</summary>
public abstract record RequestResult
{
    private RequestResult() { }

    public sealed record Written(RequestDraft Draft) : RequestResult;

    /// <summary>Steps of the remedy fail: asking now would not be true.</summary>
    public sealed record Refused(IReadOnlyList<RemedyLine> Failing) : RequestResult;
}
