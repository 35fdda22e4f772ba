using System.Diagnostics;
using Standfast.Recovery.Doctor;

namespace Standfast.Server.Machine;

/// <summary>Repairs files and folders of the server.</summary>
internal sealed class LinuxRepairs : IHostRepairs
{
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Writing = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    public string? Apply(Repair repair)
    {
        try
        {
            if (OperatingSystem.IsWindows()) return "files have no modes on this system";
            if (repair.Kind == RepairKind.MakeFolder) Directory.CreateDirectory(repair.Path, OwnFolder);
            else File.SetUnixFileMode(repair.Path, File.GetUnixFileMode(repair.Path) & ~Taken(repair.Kind));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    /// <summary>Only ever taken: a server that reads by its group's right must not lose it.</summary>
    private static UnixFileMode Taken(RepairKind kind) => kind switch
    {
        RepairKind.MakePrivate => Writing | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
        RepairKind.MakeUnwritable => Writing,
        _ => throw new UnreachableException(),
    };
}
