using System.Buffers.Binary;
using System.Text;

namespace Standfast.Policy.Attachments;

/// <summary>
/// The directory and streams of an OLE2 compound file ([MS-CFB]), in which old Office documents, installers and Outlook messages are
/// kept. Whatever the octets are, it ends: chains are followed at most as far as the file has sectors.
/// </summary>
internal sealed class Ole2File
{
    /// <summary>Directory entries; ours. A document with hundreds of embedded objects has some thousands.</summary>
    private const int MaxEntries = 10_000;

    private const int HeaderOctets = 512, EntryOctets = 128, HeaderDifat = 109, MaxPathDepth = 16;

    /// <summary>[MS-CFB] §2.1: larger numbers are ENDOFCHAIN, FREESECT and the like.</summary>
    private const uint MaxSector = 0xFFFFFFFA;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly int _sectorOctets, _miniOctets;
    private readonly long _miniCutoff;
    private readonly List<uint> _fat = [];
    private readonly List<uint> _miniFat = [];
    private ReadOnlyMemory<byte> _miniStream;

    private Ole2File(ReadOnlyMemory<byte> file, int sectorOctets, int miniOctets, uint miniCutoff) => (_file, _sectorOctets, _miniOctets, _miniCutoff) = (file, sectorOctets, miniOctets, miniCutoff);

    /// <summary>The root first.</summary>
    public IReadOnlyList<Ole2Entry> Entries { get; private set; } = [];

    public static bool IsOle2(ReadOnlySpan<byte> content) => content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <returns>Null where it is damaged.</returns>
    public static Ole2File? TryRead(ReadOnlyMemory<byte> content)
    {
        var header = content.Span;
        if (header.Length < HeaderOctets || !IsOle2(header)) return null;
        var (shift, miniShift) = (Number16(header, 30), Number16(header, 32));
        if (shift is not (9 or 12) || miniShift is < 4 or > 8) return null;
        var file = new Ole2File(content, 1 << shift, 1 << miniShift, Number32(header, 56));
        file.ReadFat(header);
        foreach (var sector in Chain(file._fat, Number32(header, 60))) file.Append(sector, file._miniFat);
        file.ReadDirectory(Number32(header, 48));
        return file.Entries.Count > 0 ? file : null;
    }

    /// <param name="maxOctets">More of it is cut off.</param>
    public ReadOnlyMemory<byte> Read(Ole2Entry entry, int maxOctets)
    {
        var size = (int)Math.Min(Math.Min(entry.Size, maxOctets), _file.Length);
        if (size <= 0) return default;
        return entry.Size < _miniCutoff && entry.Path.Length > 0 ? Gather(_miniFat, _miniStream, 0, _miniOctets, entry.Start, size) : Gather(_fat, _file, _sectorOctets, _sectorOctets, entry.Start, size);
    }

    private static ReadOnlyMemory<byte> Gather(List<uint> fat, ReadOnlyMemory<byte> from, int skip, int unit, int start, int size)
    {
        using var gathered = new MemoryStream(size);
        foreach (var sector in Chain(fat, (uint)start))
        {
            var at = skip + ((long)sector * unit);
            if (at >= from.Length) break;
            gathered.Write(from.Span.Slice((int)at, (int)Math.Min(Math.Min(unit, from.Length - at), size - gathered.Length)));
            if (gathered.Length >= size) break;
        }

        return gathered.ToArray();
    }

    private void ReadFat(ReadOnlySpan<byte> header)
    {
        var sectors = new List<uint>();
        for (var index = 0; index < HeaderDifat; index++)
            if (Number32(header, 76 + (index * 4)) is <= MaxSector and var sector)
                sectors.Add(sector);
        var next = Number32(header, 68);
        for (var round = 0; next <= MaxSector && round <= _file.Length / _sectorOctets; round++)
        {
            if (Sector(next) is not { } difat) break;
            for (var at = 0; at < _sectorOctets - 4; at += 4)
                if (Number32(difat, at) is <= MaxSector and var sector)
                    sectors.Add(sector);
            next = Number32(difat, _sectorOctets - 4);
            if (sectors.Count > _file.Length / _sectorOctets) break;
        }

        foreach (var sector in sectors) Append(sector, _fat);
    }

    private void Append(uint sector, List<uint> table)
    {
        if (Sector(sector) is not { } octets || table.Count > _file.Length / Math.Min(_sectorOctets, _miniOctets)) return;
        for (var at = 0; at < octets.Length; at += 4) table.Add(Number32(octets, at));
    }

    private void ReadDirectory(uint first)
    {
        var raw = new List<byte[]>();
        foreach (var sector in Chain(_fat, first))
        {
            if (Sector(sector) is not { } octets) break;
            for (var at = 0; at < octets.Length && raw.Count < MaxEntries; at += EntryOctets) raw.Add(octets[at..(at + EntryOctets)]);
        }

        if (raw.Count == 0) return;
        var entries = new List<Ole2Entry> { Entry(raw[0], "") };
        _miniStream = Read(entries[0], int.MaxValue);
        // Red-black trees of siblings, walked in any order; a number that was seen is not followed again.
        var seen = new bool[raw.Count];
        seen[0] = true;
        var waiting = new Stack<(uint Number, string Parent)>();
        waiting.Push((Number32(raw[0], 76), ""));
        while (waiting.TryPop(out var next))
        {
            if (next.Number >= raw.Count || seen[next.Number]) continue;
            seen[next.Number] = true;
            var octets = raw[(int)next.Number];
            var length = Math.Clamp(Number16(octets, 64) - 2, 0, 62);
            var entry = Entry(octets, $"{next.Parent}/{Encoding.Unicode.GetString(octets, 0, length & ~1)}");
            entries.Add(entry);
            waiting.Push((Number32(octets, 68), next.Parent));
            waiting.Push((Number32(octets, 72), next.Parent));
            if (entry.IsStorage && entry.Path.Count(character => character == '/') < MaxPathDepth) waiting.Push((Number32(octets, 76), entry.Path));
        }

        Entries = entries;
    }

    /// <summary>[MS-CFB] §2.6.1: object type 1 is a storage, 2 a stream, 5 the root. The upper half of a size is garbage in files with sectors of 512.</summary>
    private Ole2Entry Entry(byte[] octets, string path) =>
        new(path, octets[66] is 1 or 5, (int)Math.Min(Number32(octets, 116), int.MaxValue), _sectorOctets == HeaderOctets ? Number32(octets, 120) : BinaryPrimitives.ReadInt64LittleEndian(octets.AsSpan(120)), new Guid(octets.AsSpan(80, 16)));

    private static IEnumerable<uint> Chain(List<uint> fat, uint first)
    {
        var next = first;
        for (var round = 0; next <= MaxSector && next < fat.Count && round <= fat.Count; round++)
        {
            yield return next;
            next = fat[(int)next];
        }
    }

    /// <summary>The header takes the place of the first sector.</summary>
    private byte[]? Sector(uint number)
    {
        var at = ((long)number + 1) * _sectorOctets;
        return at + _sectorOctets <= _file.Length ? _file.Slice((int)at, _sectorOctets).ToArray() : null;
    }

    private static uint Number32(ReadOnlySpan<byte> octets, int at) => BinaryPrimitives.ReadUInt32LittleEndian(octets[at..]);

    private static ushort Number16(ReadOnlySpan<byte> octets, int at) => BinaryPrimitives.ReadUInt16LittleEndian(octets[at..]);
}
