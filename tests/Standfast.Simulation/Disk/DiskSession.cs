using Standfast.Simulation.Scheduling;
using Standfast.Storage.Files;

namespace Standfast.Simulation.Disk;

/// <summary>The disk as one process has it open.</summary>
public sealed class DiskSession(SimulatedDisk disk, SimulatedProcess process) : ISpoolDirectory
{
    public FileSystemKind FileSystem { get; } = new("simulated", null);

    public DiskSpace GetSpace() => new(disk.IsFull ? 0 : 1L << 40, long.MaxValue);

    public IReadOnlyList<string> List()
    {
        Operate("disk list");
        return [.. disk.Names.Keys];
    }

    public ISpoolFile Create(string name, long sizeBytes)
    {
        Operate("disk create", sizeBytes);
        if (disk.IsFull) throw new DiskFullException("simulated ENOSPC");
        return new OpenFile(this, disk.Names[name] = new SimulatedInode((int)sizeBytes));
    }

    public ISpoolFile Open(string name)
    {
        Operate("disk open");
        return disk.Names.TryGetValue(name, out var inode) ? new OpenFile(this, inode) : throw new FileNotFoundException(name);
    }

    public void Delete(string name)
    {
        Operate("disk delete");
        disk.Names.Remove(name);
    }

    public void Sync()
    {
        Operate("disk sync names");
        disk.SyncNames();
    }

    public void Dispose() { }

    private void Operate(string what, long detail = 0)
    {
        if (process.IsDead) throw new PowerLossException();
        disk.Operate(what, detail);
    }

    private sealed class OpenFile(DiskSession session, SimulatedInode inode) : ISpoolFile
    {
        public long SizeBytes => inode.Bytes.Length;

        public int Read(long offset, Span<byte> buffer)
        {
            session.Operate("disk read", offset);
            if (session.Take(session.Disk.FailsRead))
            {
                session.Disk.FailsRead = false;
                throw new IOException("simulated EIO of a read");
            }

            var length = (int)Math.Clamp(inode.Bytes.Length - offset, 0, buffer.Length);
            inode.Bytes.AsSpan((int)offset, length).CopyTo(buffer);
            return length;
        }

        public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
            session.Operate("disk write", offset);
            if (session.Take(session.Disk.FailsWrite))
            {
                session.Disk.FailsWrite = false;
                throw new IOException("simulated EIO of a write");
            }

            foreach (var piece in pieces)
            {
                // Where even allocated space is written elsewhere first, it may end in the middle.
                if (session.Disk is { IsFull: true, CopiesOnWrite: true } && session.Random.Next(4) == 0) throw new DiskFullException("simulated ENOSPC of a write");

                inode.Write(offset, piece.Span);
                offset += piece.Length;
            }
        }

        public void Sync()
        {
            session.Operate("disk sync");
            if (session.Disk.FailsSync) session.Disk.FailSync(inode);
            if (session.Disk.Honesty == SyncHonesty.True) inode.Sync();
            else if (session.Disk.Honesty == SyncHonesty.Late) inode.SyncLate();
        }

        public void Dispose() { }
    }

    private SimulatedDisk Disk => disk;

    private Random Random => process.Scheduler.Random;

    private bool Take(bool fault) => fault && !process.IsDead;
}
