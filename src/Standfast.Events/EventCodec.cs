using System.Buffers;
using System.Text;
using Standfast.Mail;

namespace Standfast.Events;

/// <summary>Facts as they stand in spool records: a version, a count, then each fact. Still read are version 1, without credential, stream and campaign, and version 2, without source and provider.</summary>
public static class EventCodec
{
    private const byte Version = 3;

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<MailEvent> events)
    {
        var most = 1 + FactWriter.MostNumberOctets;
        foreach (var fact in events) most += FactWriter.MostOctets(fact);
        var writer = new FactWriter(output.GetSpan(most));
        writer.Write(Version);
        writer.WriteNumber(events.Length);
        foreach (var fact in events) writer.Write(fact);
        output.Advance(writer.Length);
    }

    /// <summary>False when the bytes are not of this format; a record's checksum has been verified before.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IReadOnlyList<MailEvent> events)
    {
        events = [];
        var list = new List<MailEvent>();
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
            var version = reader.ReadByte();
            if (version is 0 or > Version) return false;
            // A count below zero, which nobody writes, runs into the end of the bytes.
            for (var count = reader.Read7BitEncodedInt(); count != 0; count--) list.Add(ReadOne(reader, version));
            if (reader.BaseStream.Position != bytes.Length) return false;
            events = list;
            return true;
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static MailEvent ReadOne(BinaryReader reader, byte version)
    {
        var id = reader.ReadBytes(16);
        if (id.Length < 16) throw new EndOfStreamException();
        var fact = new MailEvent(SpoolId.ReadFrom(id), new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero), (MailEventKind)reader.ReadByte())
        {
            Recipient = ReadText(reader),
            Sender = ReadText(reader),
            Account = ReadText(reader) is { } account ? AccountId.Parse(account) : null,
            Detail = ReadText(reader),
        };
        if (version > 1)
        {
            fact = fact with
            {
                Credential = ReadText(reader),
                Stream = ReadText(reader) is { } stream ? StreamName.Parse(stream) : null,
                Campaign = ReadText(reader) is { } campaign ? CampaignName.Parse(campaign) : null,
            };
        }

        if (!Enum.IsDefined(fact.Kind)) throw new FormatException("no such kind");
        if (!reader.ReadBoolean()) return fact;
        var attempt = new AttemptDetail(reader.Read7BitEncodedInt(), reader.ReadString(), ReadText(reader), ReadText(reader), reader.ReadString());
        return fact with { Attempt = version > 2 ? attempt with { Source = ReadText(reader), Provider = ReadText(reader) } : attempt };
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
