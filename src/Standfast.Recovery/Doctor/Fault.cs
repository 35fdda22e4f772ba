namespace Standfast.Recovery.Doctor;

/// <summary>Something that a check found.</summary>
/// <param name="Subject">Stands for {subject} in the text of the fix.</param>
/// <param name="Cause">One sentence.</param>
/// <param name="Value">Stands for {value} in the text of the fix.</param>
public sealed record Fault(string Subject, string Cause, string Value = "")
{
    public Repair? Repair { get; init; }
}
