using System.Collections.Immutable;
using System.Text;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>What stands before the content in a Message record: envelope, facts, and where large content went.</summary>
internal sealed record MessageMetadata(Envelope Envelope, byte[] Events, ImmutableArray<(long Position, int Length)> Chunks)
{
    private const byte Version = 1;

    public byte[] Encode()
    {
        var buffer = new MemoryStream(256);
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(Envelope.AcceptedAt.UtcTicks);
        writer.Write(Envelope.Sender.ToString());
        writer.Write(Envelope.Account?.Value ?? "");
        writer.Write(Envelope.Credential ?? "");
        writer.Write(Envelope.Is8Bit);
        writer.Write7BitEncodedInt(Envelope.Recipients.Length);
        foreach (var recipient in Envelope.Recipients) writer.Write(recipient.ToString());
        writer.Write7BitEncodedInt(Events.Length);
        writer.Write(Events);
        writer.Write7BitEncodedInt(Chunks.Length);
        foreach (var (position, length) in Chunks)
        {
            writer.Write(position);
            writer.Write(length);
        }

        writer.Flush();
        return buffer.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not of this format, though their checksum was right.</exception>
    public static MessageMetadata Decode(SpoolId id, byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            var version = reader.ReadByte();
            if (version != Version) throw new InvalidDataException($"message {id}: envelope format {version} is newer than this server");
            var acceptedAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
            var sender = reader.ReadString();
            var account = reader.ReadString();
            var credential = reader.ReadString();
            var is8Bit = reader.ReadBoolean();
            var recipients = ImmutableArray.CreateBuilder<EmailAddress>();
            // A count below zero, which nobody writes, runs into the end of the bytes.
            for (var count = reader.Read7BitEncodedInt(); count != 0; count--) recipients.Add(EmailAddress.Parse(reader.ReadString()));
            var envelope = new Envelope(id, sender.Length == 0 ? ReversePath.Null : new ReversePath(EmailAddress.Parse(sender)), acceptedAt, recipients.ToImmutable())
            {
                Account = account.Length == 0 ? null : AccountId.Parse(account),
                Credential = credential.Length == 0 ? null : credential,
                Is8Bit = is8Bit,
            };
            var length = reader.Read7BitEncodedInt();
            if (length > bytes.Length) throw new EndOfStreamException();
            var events = reader.ReadBytes(length);
            var chunks = ImmutableArray.CreateBuilder<(long, int)>();
            for (var count = reader.Read7BitEncodedInt(); count != 0; count--) chunks.Add((reader.ReadInt64(), reader.ReadInt32()));
            return new MessageMetadata(envelope, events, chunks.ToImmutable());
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"message {id}: the envelope cannot be read", exception);
        }
    }
}
