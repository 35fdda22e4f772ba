using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>The machine: what the server may use of it, and whether what it writes lasts. Numbers without a source are ours.</summary>
internal static class HostChecks
{
    private const long Mebibyte = 1024 * 1024;

    private const long LeastFiles = 8_192, LeastMemory = 512 * Mebibyte, LeastAvailable = 128 * Mebibyte;

    private const int LeastBacklog = 512, LeastLocalPorts = 10_000;

    /// <summary>Options of ext4 and XFS by which a sync answers before the data is on the disk.</summary>
    private static readonly string[] s_unsafeOptions = ["nobarrier", "barrier=0"];

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        FactCheck.OfHost("DR-1001", host => FactCheck.Below(host.OpenFilesLimit, LeastFiles, () => new Fault("open files", $"the process may open {host.OpenFilesLimit} files; each connection takes one", "65536"))),
        FactCheck.OfHost("DR-1002", host => host is { OpenFiles: { } open, OpenFilesLimit: { } limit }
            ? CheckOutcome.When(open > limit * 0.8, () => new Fault("open files", $"{open} of {limit} files are open", "65536")) : null),
        FactCheck.OfHost("DR-1003", host => FactCheck.When(!host.IsClockSynchronised, () => new Fault("clock", "the clock is not synchronised: signatures, retries and codes of logins go wrong with it"))),
        FactCheck.OfHost("DR-1004", host => FactCheck.Below(host.MemoryBytes, LeastMemory, () => new Fault("memory", $"the machine has {host.MemoryBytes / Mebibyte} MiB"))),
        FactCheck.OfHost("DR-1005", host => host.MemoryBytes < LeastMemory ? CheckOutcome.Good : FactCheck.Below(host.AvailableMemoryBytes, LeastAvailable, () => new Fault("memory", $"{host.AvailableMemoryBytes / Mebibyte} MiB are left for programs"))),
        FactCheck.OfHost("DR-1006", host => CheckOutcome.When(host.GroupMemoryLimitBytes < LeastMemory, () => new Fault("memory", $"the control group allows {host.GroupMemoryLimitBytes / Mebibyte} MiB"))),
        FactCheck.OfHost("DR-1007", host => host is { SwapBytes: { } swap, UsedSwapBytes: { } used } ? CheckOutcome.When(swap > 0 && used > swap / 2, () => new Fault("swap", $"{used / Mebibyte} of {swap / Mebibyte} MiB are in use")) : null),
        FactCheck.OfHost("DR-1008", host => FactCheck.When(host.LoadAverage is { } load ? load > 4 * host.Processors : null, () => new Fault("load", $"{host.LoadAverage:0.0} processes wait for {host.Processors} processors"))),
        FactCheck.Of("DR-1009", facts => facts.Host is { FreeDiskBytes: { } free } host
            ? CheckOutcome.When(IsNearlyFull(facts, free), () => new Fault(host.Data, $"{free / Mebibyte} MiB are free; below {facts.Number("spool.min_free_octets") / Mebibyte} MiB new mail is refused")) : null),
        FactCheck.Of("DR-1010", facts => facts.Host is { FreeDiskBytes: { } free, DiskBytes: { } all } host
            ? CheckOutcome.When(!IsNearlyFull(facts, free) && free < all / 10, () => new Fault(host.Data, $"{100 * free / Math.Max(1, all)} % of the disk is free")) : null),
        FactCheck.Of("DR-1011", facts => facts.Host is { FreeInodes: { } free } host
            ? CheckOutcome.When(free < 2 * facts.Number("spool.min_free_inodes"), () => new Fault(host.Data, $"{free} inodes are free; below {facts.Number("spool.min_free_inodes")} new mail is refused")) : null),
        FactCheck.OfHost("DR-1012", host => FactCheck.When(host.FileSystemConcern is { } concern ? concern.Length > 0 : null, () => new Fault(host.Data, $"the file system is no home for mail: {host.FileSystemConcern}"))),
        FactCheck.OfHost("DR-1013", host => host.MountOptions is { } options
            ? CheckOutcome.Of(options.Where(s_unsafeOptions.Contains).Select(option => new Fault(host.Data, $"the file system is mounted with {option}: accepted mail can be lost at a power cut", option))) : null),
        FactCheck.OfHost("DR-1014", host => FactCheck.When(host.IsEphemeral, () => new Fault(host.Data, "the data folder lies in the layer of a container, which goes with it"))),
        FactCheck.OfHost("DR-1015", host => CheckOutcome.When(IsTemporary(host.Data), () => new Fault(host.Data, "the data folder is below a folder for temporary files, which the system clears"))),
        FactCheck.OfHost("DR-1016", host => FactCheck.When(host.RunsAsRoot, () => new Fault("process", "the server runs as root: a fault in it is a fault of the whole machine", host.Data))),
        FactCheck.OfHost("DR-1017", host => FactCheck.When(host.NeedsReboot, () => new Fault("kernel", "an upgrade waits for a restart of the machine"))),
        FactCheck.OfHost("DR-1018", host => FactCheck.When(!host.HasSynCookies, () => new Fault("net.ipv4.tcp_syncookies", "SYN cookies are off: a flood of half-open connections shuts the ports", "1"))),
        FactCheck.OfHost("DR-1019", host => FactCheck.Below(host.ListenBacklog, LeastBacklog, () => new Fault("net.core.somaxconn", $"{host.ListenBacklog} connections may wait to be taken; a burst of clients is refused", "4096"))),
        FactCheck.OfHost("DR-1020", host => FactCheck.Below(host.LocalPorts, LeastLocalPorts, () => new Fault("net.ipv4.ip_local_port_range", $"{host.LocalPorts} ports are left for connections to others", "\"16384 60999\""))),
    ];

    private static bool IsNearlyFull(DoctorFacts facts, long free) => free < 2 * facts.Number("spool.min_free_octets");

    private static bool IsTemporary(string path) => Array.Exists(["/tmp/", "/var/tmp/", "/dev/shm/", "/run/"], folder => (path + "/").StartsWith(folder, StringComparison.Ordinal));
}
