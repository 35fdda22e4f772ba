using System.Runtime.InteropServices;

namespace Standfast.Server.Machine;

/// <summary>Asks the kernel whether something keeps its clock right (adjtimex(2)).</summary>
internal static class KernelClock
{
    /// <summary>TIME_ERROR: nothing does.</summary>
    private const int Unsynchronised = 5;

    /// <summary>Larger than struct timex of every system.</summary>
    private const int StructureOctets = 1024;

    /// <summary>Null where it cannot be asked.</summary>
    public static bool? IsSynchronised()
    {
        if (!OperatingSystem.IsLinux()) return null;
        // All zero: modes = 0 only asks.
        var state = adjtimex(new byte[StructureOctets]);
        return state < 0 ? null : state != Unsynchronised;
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int adjtimex([In, Out] byte[] structure);
}
