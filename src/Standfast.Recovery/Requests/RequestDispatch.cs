namespace Standfast.Recovery.Requests;

/// <summary>What became of a request that was to be mailed.</summary>
public abstract record RequestDispatch
{
    private RequestDispatch() { }

    /// <param name="Via">The way, one phrase.</param>
    public sealed record Gone(string Via) : RequestDispatch;

    /// <summary>It was sent to its end, and whether it was taken is not known.</summary>
    /// <param name="Via">The way, one phrase.</param>
    public sealed record Unanswered(string Via, string Why) : RequestDispatch;

    /// <summary>There is no way that works and that may be taken: nothing has left.</summary>
    public sealed record NoWay(string Why) : RequestDispatch;
}
