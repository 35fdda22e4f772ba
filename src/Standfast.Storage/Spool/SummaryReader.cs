using System.Buffers.Binary;
using System.Text;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>Reads what <see cref="SummaryWriter"/> wrote, record by record. Its checksum was checked before.</summary>
internal ref struct SummaryReader
{
    private ReadOnlySpan<byte> _rest;

    public SummaryReader(ReadOnlySpan<byte> body)
    {
        _rest = body;
        Texts = new string[ReadNumber()];
        for (var index = 0; index < Texts.Length; index++)
        {
            var length = ReadNumber();
            Texts[index] = Encoding.UTF8.GetString(_rest[..length]);
            _rest = _rest[length..];
        }
    }

    /// <summary>Names of domains and senders, by the numbers that records give.</summary>
    public string[] Texts { get; }

    public RecordType Type { get; private set; }

    public SpoolId Id { get; private set; }

    public long Offset { get; private set; }

    public int PayloadLength { get; private set; }

    /// <summary>Recipients of which <see cref="ReadNumber"/> (domain, of a message) or <see cref="ReadLong"/> (ticks, of a state) is to be called each; 0 for a final state.</summary>
    public int Recipients { get; private set; }

    /// <summary>Of a message: when its recipients are first due.</summary>
    public long FirstDueTicks { get; private set; }

    /// <summary>Of a message: 0 when only the server's own limit holds.</summary>
    public long ExpiresTicks { get; private set; }

    public int Sender { get; private set; }

    /// <summary>Of a message: positions of the records before it that hold its content, in its order.</summary>
    public long[] Chunks { get; private set; } = [];

    /// <summary>Goes to the next record. Of each one, all recipients are to be read, or <see cref="SkipRecipients"/> called.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        Type = (RecordType)_rest[0];
        Id = SpoolId.ReadFrom(_rest[1..]);
        Offset = BinaryPrimitives.ReadUInt32LittleEndian(_rest[17..]);
        PayloadLength = BinaryPrimitives.ReadInt32LittleEndian(_rest[21..]);
        _rest = _rest[25..];
        if (Type == RecordType.Message) (FirstDueTicks, ExpiresTicks, Sender, Chunks) = (ReadLong(), ReadLong(), ReadNumber(), ReadPositions());
        Recipients = Type == RecordType.Chunk ? 0 : ReadNumber();
        return true;
    }

    public void SkipRecipients()
    {
        if (Type == RecordType.State) _rest = _rest[(8 * Recipients)..];
        else
            for (var recipient = 0; recipient < Recipients; recipient++) ReadNumber();
    }

    public int ReadNumber()
    {
        uint number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var octet = _rest[0];
            _rest = _rest[1..];
            number |= (uint)(octet & 127) << shift;
            if (octet < 128) return (int)number;
        }
    }

    public long ReadLong()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(_rest);
        _rest = _rest[8..];
        return value;
    }

    private long[] ReadPositions()
    {
        var positions = ReadNumber() is > 0 and var count ? new long[count] : [];
        for (var index = 0; index < positions.Length; index++) positions[index] = ReadLong();
        return positions;
    }

    /// <summary>When a recipient is due: <see cref="long.MaxValue"/> when it is held, -1 when it is done.</summary>
    public static long DueOf(RecipientState state) => state.IsTerminal ? -1 : state.Status == RecipientStatus.Queued ? state.NextAttempt.UtcTicks : long.MaxValue;
}
