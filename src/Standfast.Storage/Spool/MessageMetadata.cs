using System.Collections.Immutable;
using System.Text;
using Standfast.Mail;
using Standfast.Mail.Notifications;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>
/// What stands before the content in a Message record: envelope, facts, and where large content went. Version 2 ends with what version 1,
/// which is still read, did not know: stream, campaign, priority, times and notifications. Version 3 is a version 2 that is held.
/// </summary>
internal sealed record MessageMetadata(Envelope Envelope, byte[] Events, ImmutableArray<(long Position, int Length)> Chunks)
{
    private const byte Version = 2, HeldVersion = 3;

    public byte[] Encode()
    {
        var buffer = new MemoryStream(256);
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Envelope.IsHeld ? HeldVersion : Version);
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

        WriteTerms(writer, Envelope);
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
            if (version is 0 or > HeldVersion) throw new InvalidDataException($"message {id}: envelope format {version} is newer than this server");
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
                IsHeld = version == HeldVersion,
            };
            var length = reader.Read7BitEncodedInt();
            if (length > bytes.Length) throw new EndOfStreamException();
            var events = reader.ReadBytes(length);
            var chunks = ImmutableArray.CreateBuilder<(long, int)>();
            for (var count = reader.Read7BitEncodedInt(); count != 0; count--) chunks.Add((reader.ReadInt64(), reader.ReadInt32()));
            return new MessageMetadata(version == 1 ? envelope : ReadTerms(reader, envelope), events, chunks.ToImmutable());
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"message {id}: the envelope cannot be read", exception);
        }
    }

    private static void WriteTerms(BinaryWriter writer, Envelope envelope)
    {
        writer.Write(envelope.Stream.IsTransactional ? "" : envelope.Stream.Value);
        writer.Write(envelope.Campaign?.Value ?? "");
        writer.Write((sbyte)envelope.Priority);
        writer.Write(envelope.NotBefore?.UtcTicks ?? 0);
        writer.Write(envelope.ExpiresAt?.UtcTicks ?? 0);
        writer.Write((byte)envelope.Return);
        writer.Write(envelope.EnvelopeId ?? "");
        writer.Write(!envelope.Notifications.IsDefaultOrEmpty);
        if (envelope.Notifications.IsDefaultOrEmpty) return;
        foreach (var (notify, original) in envelope.Notifications)
        {
            writer.Write((byte)notify);
            writer.Write(original ?? "");
        }
    }

    private static Envelope ReadTerms(BinaryReader reader, Envelope envelope)
    {
        var (stream, campaign) = (reader.ReadString(), reader.ReadString());
        return envelope with
        {
            Stream = stream.Length == 0 ? StreamName.Transactional : StreamName.Parse(stream),
            Campaign = campaign.Length == 0 ? null : CampaignName.Parse(campaign),
            Priority = reader.ReadSByte(),
            NotBefore = ReadTime(reader),
            ExpiresAt = ReadTime(reader),
            Return = (DsnReturn)reader.ReadByte(),
            EnvelopeId = NullIfEmpty(reader.ReadString()),
            Notifications = reader.ReadBoolean() ? [.. envelope.Recipients.Select(_ => new RecipientDsn((DsnNotify)reader.ReadByte(), NullIfEmpty(reader.ReadString())))] : [],
        };
    }

    private static DateTimeOffset? ReadTime(BinaryReader reader) => reader.ReadInt64() is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
