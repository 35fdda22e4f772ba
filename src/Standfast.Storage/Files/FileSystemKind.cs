namespace Standfast.Storage.Files;

/// <summary>What lies under a folder.</summary>
/// <param name="Concern">Why it is no home for mail; null when it is one.</param>
public sealed record FileSystemKind(string Name, string? Concern)
{
    private const string Ephemeral = "what is there goes with the machine or the container: mount a persistent volume for server.data";
    private const string Remote = "a file system over the network may lose what it said was synced, and its locks may not hold: put server.data on a local disk";

    /// <summary>By the number that statfs(2) gives; those of linux/magic.h.</summary>
    public static FileSystemKind Of(long magic) => magic switch
    {
        0xEF53 => new FileSystemKind("ext4", null),
        0x58465342 => new FileSystemKind("xfs", null),
        0x9123683E => new FileSystemKind("btrfs", null),
        0x2FC12FC1 => new FileSystemKind("zfs", null),
        0xF2F52010 => new FileSystemKind("f2fs", null),
        0x01021994 => new FileSystemKind("tmpfs", Ephemeral),
        0x858458F6 => new FileSystemKind("ramfs", Ephemeral),
        0x794C7630 => new FileSystemKind("overlay", Ephemeral),
        0x73717368 => new FileSystemKind("squashfs", Ephemeral),
        0x6969 => new FileSystemKind("nfs", Remote),
        0x517B or 0xFF534D42 or 0xFE534D42 => new FileSystemKind("smb", Remote),
        0x00C36400 => new FileSystemKind("ceph", Remote),
        0x01021997 => new FileSystemKind("9p", Remote),
        0x5346414F => new FileSystemKind("afs", Remote),
        0x65735546 => new FileSystemKind("fuse", Remote),
        _ => new FileSystemKind($"0x{magic:x}", null),
    };
}
