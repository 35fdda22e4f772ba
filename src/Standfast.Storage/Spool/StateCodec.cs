using System.Buffers.Binary;
using System.Text;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>
/// States of all recipients of a message, 13 octets each, after their count. The two highest bits of a status say that the sender was
/// warned, and that a route follows: after the states, one length and text for each recipient that has one.
/// </summary>
internal static class StateCodec
{
    private const int EntryLength = 13;
    private const byte Warned = 0x80, Routed = 0x40;

    public static byte[] Encode(ReadOnlySpan<RecipientState> states)
    {
        var length = 4 + (states.Length * EntryLength);
        foreach (var state in states)
            if (state.Route is { } route)
                length += 1 + Encoding.ASCII.GetByteCount(route.ToString());
        var bytes = new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, states.Length);
        var routes = bytes.AsSpan(4 + (states.Length * EntryLength));
        for (var index = 0; index < states.Length; index++)
        {
            var entry = bytes.AsSpan(4 + (index * EntryLength));
            entry[0] = (byte)((byte)states[index].Status | (states[index].IsWarned ? Warned : 0) | (states[index].Route is null ? 0 : Routed));
            BinaryPrimitives.WriteInt32LittleEndian(entry[1..], states[index].Attempts);
            BinaryPrimitives.WriteInt64LittleEndian(entry[5..], states[index].NextAttempt.UtcTicks);
            if (states[index].Route is not { } route) continue;
            // A host name has at most 253 characters, a port 5: one octet would not hold what nobody can name.
            routes[0] = (byte)Encoding.ASCII.GetBytes(route.ToString(), routes[1..]);
            routes = routes[(1 + routes[0])..];
        }

        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are not of this format.</exception>
    public static RecipientState[] Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(bytes) is var count && (count < 0 || bytes.Length < 4 + ((long)count * EntryLength))) throw Unreadable();
        var states = new RecipientState[count];
        var routes = bytes[(4 + (count * EntryLength))..];
        for (var index = 0; index < count; index++)
        {
            var entry = bytes[(4 + (index * EntryLength))..];
            var status = entry[0] & ~(Warned | Routed);
            var ticks = BinaryPrimitives.ReadInt64LittleEndian(entry[5..]);
            if (status > (byte)RecipientStatus.Held || ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks) throw Unreadable();
            RouteOverride? route = null;
            if ((entry[0] & Routed) != 0)
            {
                if (routes.IsEmpty || routes.Length <= routes[0] || !RouteOverride.TryParse(Encoding.ASCII.GetString(routes.Slice(1, routes[0])), out route)) throw Unreadable();
                routes = routes[(1 + routes[0])..];
            }

            states[index] = new RecipientState((RecipientStatus)status, BinaryPrimitives.ReadInt32LittleEndian(entry[1..]), new DateTimeOffset(ticks, TimeSpan.Zero))
            {
                IsWarned = (entry[0] & Warned) != 0,
                Route = route,
            };
        }

        return routes.IsEmpty ? states : throw Unreadable();
    }

    private static InvalidDataException Unreadable() => new("recipient states cannot be read");
}
