using Microsoft.Win32.SafeHandles;

namespace Standfast.Storage.Files;

/// <summary>
/// Writes zeros over the allocated space of one new file before its owner gets there. The first write to an allocated block also changes
/// the file system's journal, and a sync waits for that; over a block that was written before, it waits for the data alone. May be
/// called concurrently. Never writes where the owner has, or says that it will.
/// </summary>
/// <param name="file">
/// A descriptor of its own, which is closed when there is no more to do: the system tells each of them of an error once, and the owner's must not miss one.
/// </param>
internal sealed class ZeroFill(SafeFileHandle file, long sizeBytes) : IDisposable
{
    /// <summary>What one step writes, octets; ours.</summary>
    public const int StepBytes = 1024 * 1024;

    private const int PageBytes = 4096;
    private static readonly byte[] s_zeros = new byte[StepBytes];

    private readonly Lock _lock = new();
    private long _filled;
    private long _owned;

    /// <summary>The owner is about to write up to there.</summary>
    public void Own(long end)
    {
        lock (_lock) _owned = Math.Max(_owned, end);
    }

    /// <summary>Writes the next part, and waits until the disk has it.</summary>
    /// <returns>False when that was the last one: the file is full, gone, at its owner's heels, or the disk has trouble, of which the owner will hear itself.</returns>
    public bool Step()
    {
        try
        {
            if (Next() is var (offset, length) && PosixCalls.TryWriteBack(file, offset, length)) return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Said by the result.
        }

        file.Dispose();
        return false;
    }

    /// <summary>The file is not written any more.</summary>
    public void Dispose() => file.Dispose();

    private (long Offset, int Length)? Next()
    {
        lock (_lock)
        {
            // An owner who writes faster than this would have every octet written twice for nothing.
            if (_filled > 0 && _owned > _filled) return null;
            var offset = Math.Max(_filled, (_owned + PageBytes - 1) / PageBytes * PageBytes);
            var length = (int)Math.Min(StepBytes, sizeBytes - offset);
            if (length <= 0) return null;
            // Inside the lock: the owner writes over it only afterwards.
            RandomAccess.Write(file, s_zeros.AsSpan(0, length), offset);
            _filled = offset + length;
            return (offset, length);
        }
    }
}
