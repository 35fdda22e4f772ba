using System.Numerics;
using System.Runtime.InteropServices;

namespace Standfast.Storage.Spool;

/// <summary>CRC-32C (RFC 3720 §12.1), continued over several pieces.</summary>
internal static class Crc32C
{
    public const uint Start = uint.MaxValue;

    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(data);
        foreach (var word in words) crc = BitOperations.Crc32C(crc, word);
        foreach (var octet in data[(words.Length * 8)..]) crc = BitOperations.Crc32C(crc, octet);
        return crc;
    }

    public static uint Compute(ReadOnlySpan<byte> data) => ~Append(Start, data);
}
