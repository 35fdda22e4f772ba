using System.Runtime.InteropServices;

namespace Standfast.Server.Machine;

/// <summary>How a thread stands back: on Linux nice values are of threads (setpriority(2), "C library/kernel differences"); priorities of .NET mean nothing there.</summary>
internal static class ThreadRank
{
    /// <summary>PRIO_PROCESS, with 0 for the thread that asks.</summary>
    private const int OfThread = 0;

    /// <summary>About a tenth of the processor time of others where all are busy; ours.</summary>
    private const int Nice = 10;

    /// <summary>The calling thread leaves the processors to others from now on. Where the system does not let it, it goes on as it was.</summary>
    public static void StandBack()
    {
        if (OperatingSystem.IsLinux()) _ = setpriority(OfThread, 0, Nice);
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setpriority(int which, uint who, int priority);
}
