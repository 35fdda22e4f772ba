using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>Collects what the index needs of the records of one segment.</summary>
internal sealed class SummaryWriter
{
    private readonly ArrayBufferWriter<byte> _records = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _texts = new(1024);
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">The record is of a newer server.</exception>
    public void Add(RecordHeader header, long offset, ReadOnlySpan<byte> metadata)
    {
        // type, id, offset, length, then what the type has
        var target = _records.GetSpan(25);
        target[0] = (byte)header.Type;
        header.Id.WriteTo(target[1..]);
        BinaryPrimitives.WriteUInt32LittleEndian(target[17..], (uint)offset);
        BinaryPrimitives.WriteInt32LittleEndian(target[21..], header.PayloadLength);
        _records.Advance(25);
        if (header.Type == RecordType.Message) AddMessage(MessageMetadata.Decode(header.Id, metadata.ToArray()));
        else if (header.Type == RecordType.State) AddStates(StateCodec.Decode(metadata));
    }

    public byte[] ToBody()
    {
        var body = new ArrayBufferWriter<byte>(_texts.WrittenCount + _records.WrittenCount + 8);
        WriteNumber(body, _known.Count);
        body.Write(_texts.WrittenSpan);
        body.Write(_records.WrittenSpan);
        return body.WrittenSpan.ToArray();
    }

    private void AddMessage(MessageMetadata metadata)
    {
        WriteLong(SummaryReader.DueOf(metadata.Envelope.FirstState));
        WriteLong(metadata.Envelope.ExpiresAt?.UtcTicks ?? 0);
        WriteNumber(_records, TextOf(SummarySender.Write(metadata.Envelope)));
        WriteNumber(_records, metadata.Chunks.Length);
        foreach (var (position, _) in metadata.Chunks) WriteLong(position);
        WriteNumber(_records, metadata.Envelope.Recipients.Length);
        foreach (var recipient in metadata.Envelope.Recipients) WriteNumber(_records, TextOf(recipient.Domain.Value));
    }

    private void AddStates(RecipientState[] states)
    {
        // A message that is done has nothing more to be said of.
        if (SpoolIndex.IsDone(states)) states = [];
        WriteNumber(_records, states.Length);
        foreach (var state in states) WriteLong(SummaryReader.DueOf(state));
    }

    private int TextOf(string text)
    {
        if (_known.TryGetValue(text, out var number)) return number;
        number = _known.Count;
        _known.Add(text, number);
        WriteNumber(_texts, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _texts);
        return number;
    }

    private void WriteLong(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_records.GetSpan(8), value);
        _records.Advance(8);
    }

    /// <summary>Seven bits an octet, the lowest first, the high bit set on all but the last.</summary>
    private static void WriteNumber(ArrayBufferWriter<byte> target, int number)
    {
        var rest = (uint)number;
        for (; rest > 127; rest >>= 7) target.Write([(byte)(rest | 128)]);
        target.Write([(byte)rest]);
    }
}
