using Microsoft.Win32.SafeHandles;
using Standfast.Storage.Files;

namespace Standfast.Storage.Backup;

/// <summary>A file of a backup, which may lie where nothing can be written.</summary>
internal sealed class ReadOnlyFile(string path) : ISpoolFile
{
    private readonly SafeFileHandle _handle = File.OpenHandle(path);

    public long SizeBytes => RandomAccess.GetLength(_handle);

    public int Read(long offset, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = RandomAccess.Read(_handle, buffer[total..], offset + total);
            if (read == 0) break;
            total += read;
        }

        return total;
    }

    public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces) => throw new NotSupportedException();

    public void Sync() => throw new NotSupportedException();

    public void Dispose() => _handle.Dispose();
}
