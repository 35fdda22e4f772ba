using System.Buffers.Binary;
using System.Text;

namespace Standfast.Events;

/// <summary>Writes facts one after the other into a buffer that has room for them (<see cref="MostOctets"/>), as a <see cref="BinaryReader"/> reads them.</summary>
internal ref struct FactWriter(Span<byte> buffer)
{
    /// <summary>Seven bits an octet.</summary>
    public const int MostNumberOctets = 5;

    private const int IdOctets = 16;

    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    /// <summary>At most so many octets are written for it.</summary>
    public static int MostOctets(MailEvent fact)
    {
        var most = IdOctets + sizeof(long) + 1 + 1 + Most(fact.Recipient) + Most(fact.Sender) + Most(fact.Account?.Value) + Most(fact.Detail) + Most(fact.Credential) + Most(fact.Stream?.Value) + Most(fact.Campaign?.Value);
        return fact.Attempt is not { } attempt ? most
            : most + MostNumberOctets + Most(attempt.RemoteHost) + Most(attempt.RemoteAddress) + Most(attempt.Tls) + Most(attempt.Phase) + Most(attempt.Source) + Most(attempt.Provider);
    }

    public void Write(MailEvent fact)
    {
        fact.Message.WriteTo(_buffer.Slice(Length, IdOctets));
        Length += IdOctets;
        BinaryPrimitives.WriteInt64LittleEndian(_buffer[Length..], fact.At.UtcTicks);
        Length += sizeof(long);
        Write((byte)fact.Kind);
        WriteOptional(fact.Recipient);
        WriteOptional(fact.Sender);
        WriteOptional(fact.Account?.Value);
        WriteOptional(fact.Detail);
        WriteOptional(fact.Credential);
        WriteOptional(fact.Stream?.Value);
        WriteOptional(fact.Campaign?.Value);
        Write(fact.Attempt is not null ? (byte)1 : (byte)0);
        if (fact.Attempt is not { } attempt) return;
        WriteNumber(attempt.Number);
        WriteText(attempt.RemoteHost);
        WriteOptional(attempt.RemoteAddress);
        WriteOptional(attempt.Tls);
        WriteText(attempt.Phase);
        WriteOptional(attempt.Source);
        WriteOptional(attempt.Provider);
    }

    public void Write(byte octet) => _buffer[Length++] = octet;

    /// <summary>The low seven bits first; all but the last octet have the high bit set.</summary>
    public void WriteNumber(int number)
    {
        var rest = (uint)number;
        for (; rest > 0x7F; rest >>= 7) Write((byte)(rest | 0x80));
        Write((byte)rest);
    }

    private void WriteOptional(string? text)
    {
        Write(text is null ? (byte)0 : (byte)1);
        if (text is not null) WriteText(text);
    }

    private void WriteText(string text)
    {
        WriteNumber(Encoding.UTF8.GetByteCount(text));
        Length += Encoding.UTF8.GetBytes(text, _buffer[Length..]);
    }

    private static int Most(string? text) => text is null ? 1 : 1 + MostNumberOctets + Encoding.UTF8.GetMaxByteCount(text.Length);
}
