using System.Buffers.Binary;
using System.IO.Compression;
using SharpCompress.Archives;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.Xz;
using SharpCompress.Readers;

namespace Standfast.Policy.Attachments;

/// <summary>Unpacks archives within the allowance of their message.</summary>
internal static class ArchiveReader
{
    /// <summary>Archives smaller than this may unpack to any multiple of themselves.</summary>
    private const int RatioFromOctets = 1024 * 1024;

    /// <summary>Length of a zip's last record and its longest comment.</summary>
    private const int ZipEndOctets = 22 + ushort.MaxValue;

    private const int ChunkOctets = 64 * 1024;

    public static ArchiveKind? KindOf(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("PK\x03\x04"u8) || content.StartsWith("PK\x07\x08"u8) || content.StartsWith("PK\x05\x06"u8)) return ArchiveKind.Zip;
        if (content.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C])) return ArchiveKind.SevenZip;
        if (content.StartsWith((ReadOnlySpan<byte>)[0x52, 0x61, 0x72, 0x21, 0x1A, 0x07])) return ArchiveKind.Rar;
        if (content.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return ArchiveKind.GZip;
        if (content.StartsWith("BZh"u8) && content.Length > 3 && content[3] is >= (byte)'1' and <= (byte)'9') return ArchiveKind.BZip2;
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])) return ArchiveKind.Xz;
        if (content.Length > 262 && content.Slice(257, 5).SequenceEqual("ustar"u8)) return ArchiveKind.Tar;
        // A zip is known by its end: anything may stand before it.
        return content[Math.Max(0, content.Length - ZipEndOctets)..].LastIndexOf("PK\x05\x06"u8) >= 0 ? ArchiveKind.Zip : null;
    }

    /// <param name="name">Of the archive; what a gz, bz2 or xz holds is named after it.</param>
    /// <param name="take">Called for each file: its name, whether it is encrypted, and its content, empty where it is.</param>
    /// <exception cref="InspectionLimitException">A limit is reached.</exception>
    /// <exception cref="Exception">Of any type, where it is damaged.</exception>
    public static void Read(ArchiveKind kind, string name, ReadOnlyMemory<byte> content, AttachmentOptions options, InspectionAllowance allowance, Action<string, bool, ReadOnlyMemory<byte>> take)
    {
        using var source = new WatchedStream(kind == ArchiveKind.Zip ? WithoutPrefix(content) : content, allowance);
        var inflater = new Inflater(content.Length, options, allowance);
        switch (kind)
        {
            case ArchiveKind.GZip:
                ReadOne(new GZipStream(source, CompressionMode.Decompress));
                break;
            case ArchiveKind.BZip2:
                ReadOne(BZip2Stream.Create(source, SharpCompress.Compressors.CompressionMode.Decompress, true, false, true));
                break;
            case ArchiveKind.Xz:
                ReadOne(new XZStream(source));
                break;
            default:
                ReadMany(kind, source, inflater, allowance, take);
                break;
        }

        void ReadOne(Stream stream)
        {
            using var owned = stream;
            allowance.TakeEntry();
            take(Inner(name), false, inflater.Inflate(owned));
        }
    }

    /// <summary>
    /// What stands before a zip may be counted in its offsets or not: the central directory ends where its end record begins (APPNOTE.TXT §4.3.16: size of the
    /// directory at 12, its offset at 16), which tells.
    /// </summary>
    public static ReadOnlyMemory<byte> WithoutPrefix(ReadOnlyMemory<byte> content)
    {
        var end = content.Span.LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + 22 > content.Length) return content;
        var (size, offset) = (BinaryPrimitives.ReadUInt32LittleEndian(content.Span[(end + 12)..]), BinaryPrimitives.ReadUInt32LittleEndian(content.Span[(end + 16)..]));
        var prefix = end - (long)size - offset;
        return prefix > 0 && prefix < end ? content[(int)prefix..] : content;
    }

    private static void ReadMany(ArchiveKind kind, Stream source, Inflater inflater, InspectionAllowance allowance, Action<string, bool, ReadOnlyMemory<byte>> take)
    {
        var readerOptions = new ReaderOptions { LeaveStreamOpen = true };
        using var archive = kind == ArchiveKind.Zip ? SharpCompress.Archives.Zip.ZipArchive.OpenArchive(source, readerOptions) : ArchiveFactory.OpenArchive(source, readerOptions);
        if (archive.Type == SharpCompress.Common.ArchiveType.SevenZip || archive.IsSolid)
        {
            // One after the other: in a solid archive each entry needs those before it.
            using var reader = archive.ExtractAllEntries();
            while (reader.MoveToNextEntry())
            {
                allowance.TakeEntry();
                if (reader.Entry.IsDirectory) continue;
                var isEncrypted = reader.Entry.IsEncrypted;
                using var stream = isEncrypted ? Stream.Null : reader.OpenEntryStream();
                take(reader.Entry.Key ?? "", isEncrypted, inflater.Inflate(stream));
            }

            return;
        }

        foreach (var entry in archive.Entries)
        {
            allowance.TakeEntry();
            if (entry.IsDirectory) continue;
            using var stream = entry.IsEncrypted ? Stream.Null : entry.OpenEntryStream();
            take(entry.Key ?? "", entry.IsEncrypted, inflater.Inflate(stream));
        }
    }

    private static string Inner(string name)
    {
        var dot = name.LastIndexOf('.');
        if (dot <= 0) return name;
        return name[dot..].ToLowerInvariant() is ".tgz" or ".tbz" or ".tbz2" or ".txz" ? name[..dot] + ".tar" : name[..dot];
    }

    /// <summary>Measures what comes out of one archive: what its headers say is the sender's word.</summary>
    private sealed class Inflater(int archiveOctets, AttachmentOptions options, InspectionAllowance allowance)
    {
        private long _inflated;

        public ReadOnlyMemory<byte> Inflate(Stream stream)
        {
            using var content = new MemoryStream();
            var chunk = new byte[ChunkOctets];
            while (stream.Read(chunk, 0, chunk.Length) is > 0 and var count)
            {
                allowance.TakeOctets(count);
                _inflated += count;
                if (_inflated > RatioFromOctets && _inflated > (long)archiveOctets * options.MaxRatio) throw new InspectionLimitException($"unpacks to more than {options.MaxRatio} times its size", isBomb: true);
                content.Write(chunk, 0, count);
            }

            return content.TryGetBuffer(out var buffer) ? buffer.AsMemory() : content.ToArray();
        }
    }
}
