using System.Buffers.Binary;
using Standfast.Mail;

namespace Standfast.Storage.Spool;

internal enum RecordType : byte
{
    /// <summary>Part of a large content; belongs to a Message record that follows.</summary>
    Chunk = 1,

    /// <summary>Envelope, facts, and content or references to chunks.</summary>
    Message = 2,

    /// <summary>States of all recipients, and facts.</summary>
    State = 3,
}

/// <summary>
/// Before each record: magic, type, segment number, lengths, id, checksums, and where the group begins that was written and synced
/// with it. The segment number keeps what an earlier use of the same blocks left behind from being taken for a record.
/// </summary>
/// <param name="GroupStart">Offset of the group's first record in the segment; <see cref="UnknownGroup"/> in a segment of format 1.</param>
internal readonly record struct RecordHeader(RecordType Type, int Segment, int PayloadLength, int MetadataLength, SpoolId Id, uint PayloadCrc, long GroupStart)
{
    public const int Length = 48;

    public const long UnknownGroup = -1;

    private const uint Magic = 0x32524653; // "SFR2"
    private const uint FirstMagic = 0x31524653; // "SFR1"
    private const int CrcOffset = 44;
    private const int FirstCrcOffset = 40;

    /// <summary>What the magics of all formats begin with.</summary>
    public static ReadOnlySpan<byte> Mark => "SFR"u8;

    /// <summary>Header, payload and padding to 8 octets.</summary>
    public int PaddedLength => PaddedLengthOf(PayloadLength);

    public static int PaddedLengthOf(int payloadLength) => Length + ((payloadLength + 7) & ~7);

    public void Write(Span<byte> target)
    {
        target[..Length].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(target, Magic);
        target[4] = (byte)Type;
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], Segment);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], PayloadLength);
        Id.WriteTo(target[16..]);
        BinaryPrimitives.WriteUInt32LittleEndian(target[32..], PayloadCrc);
        BinaryPrimitives.WriteInt32LittleEndian(target[36..], MetadataLength);
        BinaryPrimitives.WriteUInt32LittleEndian(target[40..], (uint)GroupStart);
        BinaryPrimitives.WriteUInt32LittleEndian(target[CrcOffset..], Crc32C.Compute(target[..CrcOffset]));
    }

    public static bool TryRead(ReadOnlySpan<byte> source, int segment, out RecordHeader header)
    {
        header = default;
        if (source.Length < Length) return false;
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(source);
        if (magic is not (Magic or FirstMagic)) return false;
        var crcOffset = magic == Magic ? CrcOffset : FirstCrcOffset;
        if (BinaryPrimitives.ReadUInt32LittleEndian(source[crcOffset..]) != Crc32C.Compute(source[..crcOffset])) return false;
        header = new RecordHeader(
            (RecordType)source[4], BinaryPrimitives.ReadInt32LittleEndian(source[8..]), BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[36..]), SpoolId.ReadFrom(source[16..]), BinaryPrimitives.ReadUInt32LittleEndian(source[32..]),
            magic == Magic ? BinaryPrimitives.ReadUInt32LittleEndian(source[40..]) : UnknownGroup);
        return header.Segment == segment && header.Type is RecordType.Chunk or RecordType.Message or RecordType.State
            && header.PayloadLength >= 0 && header.MetadataLength >= 0 && header.MetadataLength <= header.PayloadLength;
    }
}
