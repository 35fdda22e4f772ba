namespace Standfast.Web.Console.Home;

/// <param name="Name">ACCOUNT/STREAM, or a provider.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Since">Null where nothing restricts it.</param>
/// <param name="Next">When what is looked at again; null for nothing.</param>
public sealed record VerdictLine(string Name, Verdict Verdict, string Reason, DateTimeOffset? Since, string? Next)
{
    /// <summary>What of it is unlike itself, one sentence each, the farthest from its usual first.</summary>
    public IReadOnlyList<string> Unlike { get; init; } = [];
}
