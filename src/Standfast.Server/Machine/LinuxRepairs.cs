using Standfast.Recovery.Doctor;

namespace Standfast.Server.Machine;

/// <summary>Repairs files and folders of the server.</summary>
internal sealed class LinuxRepairs : IHostRepairs
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    public string? Apply(Repair repair)
    {
        try
        {
            if (OperatingSystem.IsWindows()) return "files have no modes on this system";
            if (repair.Kind == RepairKind.MakeFolder) Directory.CreateDirectory(repair.Path, OwnFolder);
            else File.SetUnixFileMode(repair.Path, Directory.Exists(repair.Path) ? OwnFolder : OwnFile);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
