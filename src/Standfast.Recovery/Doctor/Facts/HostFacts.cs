namespace Standfast.Recovery.Doctor.Facts;

/// <summary>The machine, as the server's process sees it. What is null could not be read there.</summary>
/// <param name="Data">The data folder, absolute.</param>
public sealed record HostFacts(string Data)
{
    /// <summary>Whom the process runs as: its files must be readable for that user, whoever owns them now.</summary>
    public string User { get; init; } = "standfast";

    /// <summary>The soft limit of the process.</summary>
    public long? OpenFilesLimit { get; init; }

    public long? OpenFiles { get; init; }

    public bool? RunsAsRoot { get; init; }

    public bool? IsClockSynchronised { get; init; }

    public long? MemoryBytes { get; init; }

    public long? AvailableMemoryBytes { get; init; }

    /// <summary>Limit of the control group; null also where there is none.</summary>
    public long? GroupMemoryLimitBytes { get; init; }

    public long? SwapBytes { get; init; }

    public long? UsedSwapBytes { get; init; }

    public double? LoadAverage { get; init; }

    public int Processors { get; init; } = 1;

    public long? DiskBytes { get; init; }

    public long? FreeDiskBytes { get; init; }

    /// <summary>Options of the mount that holds the data folder.</summary>
    public IReadOnlyList<string>? MountOptions { get; init; }

    /// <summary>Why the file system is no home for mail; "" where it is one.</summary>
    public string? FileSystemConcern { get; init; }

    public long? FreeInodes { get; init; }

    /// <summary>Others may list the data folder.</summary>
    public bool? IsDataOpen { get; init; }

    /// <summary>Files that hold secrets, with who else may read or write them.</summary>
    public IReadOnlyList<SecretFile>? Secrets { get; init; }

    /// <summary>Folders below the data folder that the server needs and that are gone.</summary>
    public IReadOnlyList<string>? MissingFolders { get; init; }

    public bool? NeedsReboot { get; init; }

    public bool? HasSynCookies { get; init; }

    /// <summary>net.core.somaxconn.</summary>
    public int? ListenBacklog { get; init; }

    /// <summary>Ports that connections to others may begin from.</summary>
    public int? LocalPorts { get; init; }

    /// <summary>The layer of a container that goes with it holds the data folder.</summary>
    public bool? IsEphemeral { get; init; }
}
