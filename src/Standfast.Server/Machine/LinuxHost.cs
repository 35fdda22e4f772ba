using System.Globalization;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Server.Machine;

/// <summary>What the kernel says of this machine and of the process (proc(5)). On other systems it says nothing.</summary>
internal static class LinuxHost
{
    private const long Kibibyte = 1024;

    /// <summary>Files and folders of secrets in the data folder.</summary>
    private static readonly string[] s_secrets = ["admin.token", "return-path.key", "tls/key.pem"];

    private static readonly EnumerationOptions s_below = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <param name="named">Settings that name files with secrets, and those files.</param>
    /// <param name="folders">Below the data folder that must be there.</param>
    public static HostFacts Read(string data, IEnumerable<(string Setting, string Path)> named, IEnumerable<string> folders)
    {
        var whole = Path.GetFullPath(data);
        var mount = MountTable.Find(whole);
        var disk = DiskOf(whole);
        return new HostFacts(whole)
        {
            OpenFilesLimit = OpenFiles.FindLimit(),
            User = Environment.UserName,
            OpenFiles = CountOpenFiles(),
            RunsAsRoot = SystemFiles.FindLine("/proc/self/status", "Uid:") is [_, var effective, ..] ? effective == "0" : null,
            IsClockSynchronised = KernelClock.IsSynchronised(),
            MemoryBytes = Memory("MemTotal:"),
            AvailableMemoryBytes = Memory("MemAvailable:"),
            GroupMemoryLimitBytes = ControlGroup.MemoryLimit(SystemFiles.ReadText("/proc/self/cgroup") ?? "", "/sys/fs/cgroup"),
            SwapBytes = Memory("SwapTotal:"),
            UsedSwapBytes = Memory("SwapTotal:") - Memory("SwapFree:"),
            LoadAverage = SystemFiles.ReadText("/proc/loadavg")?.Split(' ') is [_, var five, ..] && double.TryParse(five, CultureInfo.InvariantCulture, out var load) ? load : null,
            Processors = Environment.ProcessorCount,
            DiskBytes = disk?.TotalSize,
            FreeDiskBytes = disk?.AvailableFreeSpace,
            MountOptions = mount?.Options,
            IsEphemeral = mount is null ? null : mount.Type == "overlay" && (File.Exists("/.dockerenv") || File.Exists("/run/.containerenv")),
            IsDataOpen = IsOpen(whole),
            Secrets = [.. Secrets(whole), .. named.Where(file => file.Path.Length > 0).Select(file => new SecretFile(file.Path, file.Setting, IsReadable(file.Path), IsOpen(file.Path) == true))],
            MissingFolders = [.. folders.Select(folder => Path.Combine(whole, folder)).Where(folder => !Directory.Exists(folder))],
            NeedsReboot = File.Exists("/run/reboot-required") || File.Exists("/var/run/reboot-required"),
            HasSynCookies = SystemFiles.ReadNumber("/proc/sys/net/ipv4/tcp_syncookies") is { } cookies ? cookies > 0 : null,
            ListenBacklog = (int?)SystemFiles.ReadNumber("/proc/sys/net/core/somaxconn"),
            LocalPorts = SystemFiles.ReadText("/proc/sys/net/ipv4/ip_local_port_range")?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var first, var last] ? (int?)(SystemFiles.ToNumber(last) - SystemFiles.ToNumber(first) + 1) : null,
        };
    }

    /// <summary>Null where it is not there.</summary>
    public static bool? IsOpen(string path) => HasAny(path, UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite);

    /// <summary>By the group or others; null where it is not there.</summary>
    public static bool? IsWritableByOthers(string path) => HasAny(path, UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);

    private static bool? HasAny(string path, UnixFileMode bits)
    {
        try
        {
            if (!File.Exists(path) && !Directory.Exists(path)) return null;
            return OperatingSystem.IsWindows() ? null : (File.GetUnixFileMode(path) & bits) != 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? CountOpenFiles()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries("/proc/self/fd").LongCount();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? Memory(string name) => SystemFiles.FindLine("/proc/meminfo", name) is [var amount, ..] ? SystemFiles.ToNumber(amount) * Kibibyte : null;

    private static DriveInfo? DiskOf(string path)
    {
        try
        {
            var drive = new DriveInfo(path);
            return drive.TotalSize > 0 ? drive : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static IEnumerable<SecretFile> Secrets(string data)
    {
        foreach (var path in (string[])[.. s_secrets.Select(name => Path.Combine(data, name)).Where(File.Exists), .. FilesIn(Path.Combine(data, "dkim"))])
            yield return new SecretFile(path, "", true, IsOpen(path) == true);
    }

    /// <summary>Also of folders below it, without following links; what may not be listed is left out.</summary>
    private static string[] FilesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", s_below) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsReadable(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
