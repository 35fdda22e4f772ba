namespace Standfast.Policy.Checks;

/// <summary>Asked at MAIL. Answers from memory, at once; may be called concurrently.</summary>
public interface ISenderCheck
{
    /// <returns>Null when the sender may go on; else a finding that refuses or defers.</returns>
    Finding? Check(SubmissionContext context);
}
