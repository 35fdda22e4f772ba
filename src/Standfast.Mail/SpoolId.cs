using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Standfast.Mail;

/// <summary>
/// Names one accepted message: 48 bits of milliseconds since 1970 and 80 random bits, written as 26 characters of
/// Crockford's base 32, so that text order is time order. <c>default</c> names no message.
/// </summary>
public readonly record struct SpoolId : IComparable<SpoolId>
{
    public const int TextLength = 26;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly UInt128 _value;

    public SpoolId(UInt128 value) => _value = value;

    public UInt128 Value => _value;

    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds((long)(ulong)(_value >> 80));

    /// <summary>Makes an id from an instant and 80 random bits.</summary>
    public static SpoolId Create(DateTimeOffset now, ReadOnlySpan<byte> random) =>
        new(((UInt128)(ulong)now.ToUnixTimeMilliseconds() << 80) | ((UInt128)BinaryPrimitives.ReadUInt16BigEndian(random) << 64) | BinaryPrimitives.ReadUInt64BigEndian(random[2..]));

    public static SpoolId ReadFrom(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadUInt128BigEndian(source));

    public void WriteTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, _value);

    public static bool TryParse([NotNullWhen(true)] string? text, out SpoolId id)
    {
        id = default;
        if (text is not { Length: TextLength } || text[0] > '7') return false;
        UInt128 value = 0;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal);
            if (digit < 0) return false;
            value = (value << 5) | (uint)digit;
        }

        id = new SpoolId(value);
        return true;
    }

    public int CompareTo(SpoolId other) => _value.CompareTo(other._value);

    public static bool operator <(SpoolId left, SpoolId right) => left._value < right._value;

    public static bool operator >(SpoolId left, SpoolId right) => left._value > right._value;

    public static bool operator <=(SpoolId left, SpoolId right) => left._value <= right._value;

    public static bool operator >=(SpoolId left, SpoolId right) => left._value >= right._value;

    public override string ToString() => string.Create(TextLength, _value, static (text, value) =>
    {
        for (var index = TextLength - 1; index >= 0; index--, value >>= 5) text[index] = Alphabet[(int)(uint)(value & 31)];
    });
}
