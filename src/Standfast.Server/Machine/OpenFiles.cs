namespace Standfast.Server.Machine;

/// <summary>Files that this process may have open at once.</summary>
internal static class OpenFiles
{
    /// <summary>The limit that holds (getrlimit(2), RLIMIT_NOFILE; the runtime has raised the soft one to the hard one). Null where it is not known.</summary>
    public static long? FindLimit() =>
        SystemFiles.FindLine("/proc/self/limits", "Max open files") is [var soft, ..] ? soft == "unlimited" ? long.MaxValue : SystemFiles.ToNumber(soft) : null;
}
