using System.Text;
using Standfast.Mail;

namespace Standfast.Policy.Compromise;

/// <summary>Mail that is kept until a person has looked.</summary>
/// <param name="FindingId">SF-7…: its help topic says what to do.</param>
/// <param name="Began">Mail accepted from then on is held too where it is still queued.</param>
/// <param name="Reason">With numbers; the end of a sentence that begins with the scope.</param>
/// <param name="Held">Messages accepted and held since.</param>
public sealed record SenderHold(HoldScope Scope, string FindingId, DateTimeOffset Since, DateTimeOffset Began, string Reason, long Held, IReadOnlyList<MailSample> Samples)
{
    private const byte Version = 1;

    /// <summary>As it is stored.</summary>
    public byte[] Write()
    {
        var buffer = new MemoryStream(1024);
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Version);
        foreach (var text in (string[])[Scope.Account.Value, Scope.Credential ?? "", Scope.Stream?.Value ?? "", Scope.Campaign?.Value ?? "", FindingId, Reason]) writer.Write(text);
        writer.Write(Since.UtcTicks);
        writer.Write(Began.UtcTicks);
        writer.Write(Held);
        writer.Write7BitEncodedInt(Samples.Count);
        foreach (var sample in Samples)
        {
            writer.Write(sample.At.UtcTicks);
            writer.Write(sample.Recipients);
            foreach (var text in (string[])[sample.Network, sample.From, sample.Recipient, sample.Subject]) writer.Write(text);
        }

        writer.Flush();
        return buffer.ToArray();
    }

    /// <exception cref="InvalidDataException">Not what <see cref="Write"/> wrote.</exception>
    public static SenderHold Read(byte[] data)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(data), Encoding.UTF8);
            if (reader.ReadByte() != Version) throw new InvalidDataException("a hold of another version");
            var scope = new HoldScope(AccountId.Parse(reader.ReadString()), Optional(reader), Optional(reader) is { } stream ? StreamName.Parse(stream) : null, Optional(reader) is { } campaign ? CampaignName.Parse(campaign) : null);
            var (finding, reason) = (reader.ReadString(), reader.ReadString());
            var (since, began, held) = (Instant(reader), Instant(reader), reader.ReadInt64());
            var samples = new List<MailSample>();
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                var (at, recipients) = (Instant(reader), reader.ReadInt32());
                samples.Add(new MailSample(at, reader.ReadString(), reader.ReadString(), reader.ReadString(), recipients, reader.ReadString()));
            }

            return new SenderHold(scope, finding, since, began, reason, held, samples);
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentException or FormatException)
        {
            throw new InvalidDataException("a hold that is cut off", exception);
        }
    }

    private static string? Optional(BinaryReader reader) => reader.ReadString() is { Length: > 0 } text ? text : null;

    private static DateTimeOffset Instant(BinaryReader reader) => new(reader.ReadInt64(), TimeSpan.Zero);
}
