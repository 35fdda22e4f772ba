namespace Standfast.Simulation.Judging;

/// <summary>A message as a client handed it in, and what it was promised.</summary>
internal sealed class Submission(string content)
{
    public string Content { get; } = content;

    /// <summary>Null while no 250 was seen.</summary>
    public IReadOnlyList<string>? Promised { get; set; }
}
