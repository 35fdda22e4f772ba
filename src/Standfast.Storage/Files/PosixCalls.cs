using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Standfast.Storage.Files;

/// <summary>System calls for durability, each with its result checked.</summary>
internal static partial class PosixCalls
{
    // From Linux' asm-generic headers; the same on x86-64 and arm64.
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int OpenDirectory = 0x10000;
    private const int OpenCloseOnExec = 0x80000;
    private const int ErrorInterrupted = 4;
    private const int ErrorNoSpace = 28;
    private const int ErrorQuota = 122;

    /// <exception cref="IOException">The sync failed. What was written since the last one may be lost; do not retry.</exception>
    public static void SyncData(SafeFileHandle file)
    {
        if (fdatasync(file) != 0) throw Failure("fdatasync");
    }

    /// <summary>Writes the range to the disk and waits for it; makes nothing durable, and does not touch the journal. False when that failed.</summary>
    public static bool TryWriteBack(SafeFileHandle file, long offset, long length)
    {
        const uint WaitBefore = 1, Write = 2, WaitAfter = 4;
        return sync_file_range(file, offset, length, WaitBefore | Write | WaitAfter) == 0;
    }

    public static void SyncDirectory(string path)
    {
        var descriptor = open(path, OpenDirectory | OpenCloseOnExec);
        if (descriptor < 0) throw Failure($"open {path}");
        using var directory = new SafeFileHandle(descriptor, ownsHandle: true);
        if (fsync(directory) != 0) throw Failure($"fsync {path}");
    }

    /// <summary>Writes a small file so that after a power cut it is there whole or not at all, mode 0600.</summary>
    public static void WriteDurably(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            BufferSize = 0,
        }))
        {
            file.Write(content);
            if (fsync(file.SafeFileHandle) != 0) throw Failure($"fsync {temporary}");
        }

        File.Move(temporary, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    public static void Allocate(SafeFileHandle file, long sizeBytes)
    {
        int error;
        do
        {
            error = posix_fallocate(file, 0, sizeBytes);
        }
        while (error == ErrorInterrupted);
        if (error == 0) return;
        var message = $"posix_fallocate of {sizeBytes} bytes: {Marshal.GetPInvokeErrorMessage(error)}";
        throw IsNoSpace(error) ? new DiskFullException(message) : new IOException(message);
    }

    /// <summary>True when the runtime's exception stands for a full disk or quota: it keeps the number of the error.</summary>
    public static bool IsNoSpace(IOException exception) => exception is not DiskFullException && IsNoSpace(exception.HResult);

    /// <exception cref="IOException">The file system cannot be asked.</exception>
    public static DiskSpace GetSpace(string path)
    {
        if (statvfs(path, out var found) != 0) throw Failure($"statvfs {path}");
        return new DiskSpace((long)Math.Min(found.AvailableBlocks * found.FragmentSize, long.MaxValue), found.Files == 0 ? long.MaxValue : (long)found.AvailableFiles);
    }

    /// <exception cref="IOException">The file system cannot be asked.</exception>
    public static long GetFileSystemMagic(string path) => statfs(path, out var found) == 0 ? (long)found.Type : throw Failure($"statfs {path}");

    public static bool TryLock(SafeFileHandle file) => flock(file, LockExclusive | LockNonBlocking) == 0;

    private static bool IsNoSpace(int error) => error is ErrorNoSpace or ErrorQuota;

    private static IOException Failure(string call) => new($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    /// <summary>The thread sleeps so long and some 50 us more; a signal may end it sooner. Up to a second. A timed wait of the runtime counts in milliseconds.</summary>
    public static void Sleep(TimeSpan time) => _ = usleep((uint)time.TotalMicroseconds);

    [LibraryImport("libc")]
    private static partial int usleep(uint microseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);

    [LibraryImport("libc")]
    private static partial int sync_file_range(SafeFileHandle file, long offset, long length, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int posix_fallocate(SafeFileHandle file, long offset, long length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statvfs(string path, out FileSystemStatistics found);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statfs(string path, out FileSystemType found);

    /// <summary>struct statvfs of 64-bit Linux; glibc and musl agree on these members.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct FileSystemStatistics
    {
        public ulong BlockSize;
        public ulong FragmentSize;
        public ulong Blocks;
        public ulong FreeBlocks;
        public ulong AvailableBlocks;
        public ulong Files;
        public ulong FreeFiles;
        public ulong AvailableFiles;
    }

    /// <summary>The beginning of struct statfs of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct FileSystemType
    {
        public ulong Type;
    }
}
