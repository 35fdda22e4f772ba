namespace Standfast.Cli.Files;

/// <summary>Why something could not be done with the files of a spool, and the exit code that says so.</summary>
public sealed class SpoolFilesException(int exit, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Of sysexits.h.</summary>
    public int Exit { get; } = exit;
}
