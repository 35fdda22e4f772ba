using System.Buffers.Binary;
using System.IO.Compression;

namespace Standfast.Reputation.Feedback.Unpacking;

/// <summary>
/// Opens what reports come packed in, known by its first octets and not by what it calls itself: gzip (RFC 1952), the first file of a zip, or nothing. Of a zip the
/// first entry is read where it stands: its directory, which can name millions, is not looked at.
/// </summary>
public static class PackedReport
{
    /// <summary>Packed; ours. The largest honest reports have some 5 MB.</summary>
    public const int MaxPackedOctets = 16 * 1024 * 1024;

    /// <summary>Unpacked; ours.</summary>
    public const long MaxOctets = 128L * 1024 * 1024;

    /// <summary>APPNOTE 4.3.7: octets of a local file header before the name.</summary>
    private const int LocalHeaderOctets = 30;

    private const ushort Stored = 0, Deflated = 8;

    /// <summary>False where it is packed in a way that is not read. Reading the stream throws <see cref="InvalidDataException"/> beyond the limits and where it is damaged.</summary>
    internal static bool TryOpen(ReadOnlyMemory<byte> packed, int? maxGapOctets, out Stream content)
    {
        content = Stream.Null;
        if (packed.Length > MaxPackedOctets) return false;
        var span = packed.Span;
        Stream? source = null;
        if (span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) source = new GZipStream(new MemoryStream(packed.ToArray(), writable: false), CompressionMode.Decompress);
        else if (span.StartsWith("PK\u0003\u0004"u8)) source = OpenZip(packed);
        else source = new MemoryStream(packed.ToArray(), writable: false);
        if (source is null) return false;
        content = new BoundedStream(source, MaxOctets, maxGapOctets);
        return true;
    }

    /// <summary>The first octets, to see what it is; empty where it cannot be unpacked.</summary>
    public static ReadOnlyMemory<byte> Peek(ReadOnlyMemory<byte> packed, int count)
    {
        var head = new byte[count];
        try
        {
            if (!TryOpen(packed, null, out var content)) return default;
            using (content) return head.AsMemory(0, content.ReadAtLeast(head, count, throwOnEndOfStream: false));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return default;
        }
    }

    /// <summary>All of it; null where it is damaged or longer than allowed.</summary>
    public static byte[]? Unpack(ReadOnlyMemory<byte> packed, int maxOctets)
    {
        try
        {
            if (!TryOpen(packed, null, out var content)) return null;
            using (content)
            {
                using var all = new MemoryStream();
                var buffer = new byte[64 * 1024];
                while (content.Read(buffer) is > 0 and var count)
                {
                    if (all.Length + count > maxOctets) return null;
                    all.Write(buffer, 0, count);
                }

                return all.ToArray();
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static Stream? OpenZip(ReadOnlyMemory<byte> packed)
    {
        var rest = packed;
        // A folder comes before its files.
        for (var entries = 0; entries < 4; entries++)
        {
            var span = rest.Span;
            if (span.Length < LocalHeaderOctets || !span.StartsWith("PK\u0003\u0004"u8)) return null;
            var method = BinaryPrimitives.ReadUInt16LittleEndian(span[8..]);
            var isEncrypted = (span[6] & 1) != 0;
            var size = BinaryPrimitives.ReadUInt32LittleEndian(span[18..]);
            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(span[26..]);
            var start = LocalHeaderOctets + nameLength + BinaryPrimitives.ReadUInt16LittleEndian(span[28..]);
            if (start > span.Length || isEncrypted) return null;
            if (nameLength > 0 && span[LocalHeaderOctets + nameLength - 1] == '/' && size == 0)
            {
                rest = rest[start..];
                continue;
            }

            // Deflate knows its end; what is stored has its size before it.
            if (method == Deflated) return new DeflateStream(new MemoryStream(rest[start..].ToArray(), writable: false), CompressionMode.Decompress);
            return method == Stored && size <= span.Length - start ? new MemoryStream(rest.Slice(start, (int)size).ToArray(), writable: false) : null;
        }

        return null;
    }
}
