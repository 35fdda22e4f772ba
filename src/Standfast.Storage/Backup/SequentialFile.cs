using Standfast.Storage.Files;
using Standfast.Storage.Spool;

namespace Standfast.Storage.Backup;

/// <summary>Copies files piece by piece, with their checksums.</summary>
internal static class SequentialFile
{
    private const int PieceBytes = 1024 * 1024;

    /// <summary>Makes a file, mode 0600, that is durable but for its name.</summary>
    /// <returns>CRC-32C of what was copied.</returns>
    public static uint Copy(ISpoolFile source, string target, CancellationToken cancellationToken)
    {
        using var file = new FileStream(target, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        var crc = Read(source, piece => file.Write(piece), cancellationToken);
        PosixCalls.SyncData(file.SafeFileHandle);
        return crc;
    }

    public static uint Checksum(ISpoolFile source, CancellationToken cancellationToken) => Read(source, static _ => { }, cancellationToken);

    private static uint Read(ISpoolFile source, ReadOnlySpanAction taken, CancellationToken cancellationToken)
    {
        var piece = new byte[PieceBytes];
        var crc = Crc32C.Start;
        for (long offset = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = source.Read(offset, piece);
            if (read == 0) return ~crc;
            crc = Crc32C.Append(crc, piece.AsSpan(0, read));
            taken(piece.AsSpan(0, read));
            offset += read;
        }
    }

    private delegate void ReadOnlySpanAction(ReadOnlySpan<byte> piece);
}
