using System.Buffers.Binary;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>States of all recipients of a message, 13 octets each, after their count.</summary>
internal static class StateCodec
{
    private const int EntryLength = 13;

    public static byte[] Encode(ReadOnlySpan<RecipientState> states)
    {
        var bytes = new byte[4 + (states.Length * EntryLength)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, states.Length);
        for (var index = 0; index < states.Length; index++)
        {
            var entry = bytes.AsSpan(4 + (index * EntryLength));
            entry[0] = (byte)states[index].Status;
            BinaryPrimitives.WriteInt32LittleEndian(entry[1..], states[index].Attempts);
            BinaryPrimitives.WriteInt64LittleEndian(entry[5..], states[index].NextAttempt.UtcTicks);
        }

        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are not of this format.</exception>
    public static RecipientState[] Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(bytes) is var count && (count < 0 || bytes.Length != 4 + ((long)count * EntryLength)))
            throw new InvalidDataException("recipient states cannot be read");
        var states = new RecipientState[count];
        for (var index = 0; index < count; index++)
        {
            var entry = bytes[(4 + (index * EntryLength))..];
            var ticks = BinaryPrimitives.ReadInt64LittleEndian(entry[5..]);
            if (entry[0] > (byte)RecipientStatus.Held || ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks) throw new InvalidDataException("recipient states cannot be read");
            states[index] = new RecipientState((RecipientStatus)entry[0], BinaryPrimitives.ReadInt32LittleEndian(entry[1..]), new DateTimeOffset(ticks, TimeSpan.Zero));
        }

        return states;
    }
}
