using System.Buffers.Binary;

namespace Standfast.Policy.Attachments;

/// <summary>Compares the two places in which a zip names its files (APPNOTE.TXT §4.3): programs differ in which one they believe.</summary>
internal static class ZipDirectory
{
    private const int EndOctets = 22, CentralOctets = 46, LocalOctets = 30;

    /// <summary>More are beyond the limits of an archive anyway.</summary>
    private const int MaxEntries = 10_000;

    /// <returns>True where a file stands between those that the central directory names. False also where the directory cannot be read: then the archive cannot be, either.</returns>
    public static bool HidesFiles(ReadOnlySpan<byte> zip)
    {
        var end = zip.LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + EndOctets > zip.Length) return false;
        var start = end - (long)BinaryPrimitives.ReadUInt32LittleEndian(zip[(end + 12)..]);
        if (start < 0 || start != BinaryPrimitives.ReadUInt32LittleEndian(zip[(end + 16)..])) return false;
        var files = new List<(long Start, long End)>();
        for (var at = (int)start; at + CentralOctets <= end && zip[at..].StartsWith("PK\x01\x02"u8);)
        {
            if (files.Count == MaxEntries || !TryLocate(zip, zip[at..], out var file)) return false;
            files.Add(file);
            at += CentralOctets + Number(zip, at + 28) + Number(zip, at + 30) + Number(zip, at + 32);
        }

        files.Sort();
        var from = 0L;
        foreach (var (fileStart, fileEnd) in files)
        {
            if (HasFile(zip, from, fileStart)) return true;
            from = Math.Max(from, fileEnd);
        }

        return HasFile(zip, from, start);
    }

    private static bool TryLocate(ReadOnlySpan<byte> zip, ReadOnlySpan<byte> central, out (long Start, long End) file)
    {
        var (size, offset) = (BinaryPrimitives.ReadUInt32LittleEndian(central[20..]), BinaryPrimitives.ReadUInt32LittleEndian(central[42..]));
        file = default;
        // 0xFFFFFFFF: the number stands elsewhere (zip64).
        if (size == uint.MaxValue || offset > zip.Length - LocalOctets || !zip[(int)offset..].StartsWith("PK\x03\x04"u8)) return false;
        file = (offset, offset + LocalOctets + Number(zip, (int)offset + 26) + Number(zip, (int)offset + 28) + size);
        return true;
    }

    private static bool HasFile(ReadOnlySpan<byte> zip, long from, long to) => from < to && to <= zip.Length && zip[(int)from..(int)to].IndexOf("PK\x03\x04"u8) >= 0;

    private static int Number(ReadOnlySpan<byte> zip, int at) => BinaryPrimitives.ReadUInt16LittleEndian(zip[at..]);
}
