using System.Text;

namespace Standfast.Policy.Compromise;

/// <summary>A habit as it is stored: a version, then its members in order. 2 to 160 kB.</summary>
internal static class HabitCodec
{
    private const byte Version = 1;

    public static byte[] Write(Habit habit)
    {
        var buffer = new MemoryStream(4096);
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(habit.FirstSeen.UtcTicks);
        writer.Write(habit.Hour);
        writer.Write(habit.Messages);
        writer.Write(habit.BulkMessages);
        writer.Write(habit.ActiveHours);
        foreach (var rate in habit.Rates) writer.Write(rate);
        Write(writer, habit.Peak);
        Write(writer, habit.Today);
        writer.Write(habit.RecipientsPerMessage);
        writer.Write(habit.NewShare);
        habit.Recipients.Write(writer);
        habit.Traits.Write(writer);
        writer.Write((byte)habit.Networks.Count);
        foreach (var (network, hour) in habit.Networks)
        {
            writer.Write(network);
            writer.Write(hour);
        }

        writer.Write((byte)habit.Templates.Count);
        foreach (var template in habit.Templates)
        {
            foreach (var bin in template.Sketch.Values) writer.Write(bin);
            writer.Write(template.Subject);
            writer.Write(template.Count);
            writer.Write(template.LastHour);
        }

        writer.Flush();
        return buffer.ToArray();
    }

    /// <exception cref="InvalidDataException">Not what <see cref="Write(Habit)"/> wrote.</exception>
    public static Habit Read(byte[] data)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(data), Encoding.UTF8);
            if (reader.ReadByte() != Version) throw new InvalidDataException("a habit of another version");
            var habit = new Habit
            {
                FirstSeen = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
                Hour = reader.ReadInt64(),
                Messages = reader.ReadInt64(),
                BulkMessages = reader.ReadInt64(),
                ActiveHours = reader.ReadInt32(),
                Rates = ReadRates(reader),
                Peak = ReadPeaks(reader),
                Today = ReadPeaks(reader),
                RecipientsPerMessage = reader.ReadSingle(),
                NewShare = reader.ReadSingle(),
                Recipients = KeySet.Read(reader),
                Traits = KeySet.Read(reader),
            };
            for (var left = reader.ReadByte(); left > 0; left--) habit.Networks[reader.ReadUInt64()] = reader.ReadInt64();
            for (var left = reader.ReadByte(); left > 0; left--) habit.Templates.Add(ReadTemplate(reader));
            return habit;
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentException or FormatException)
        {
            throw new InvalidDataException("a habit that is cut off", exception);
        }
    }

    private static KnownTemplate ReadTemplate(BinaryReader reader)
    {
        var bins = new uint[TextSketch.Bins];
        for (var index = 0; index < bins.Length; index++) bins[index] = reader.ReadUInt32();
        return new KnownTemplate(new TextSketch(bins), reader.ReadString()) { Count = reader.ReadInt64(), LastHour = reader.ReadInt64() };
    }

    private static void Write(BinaryWriter writer, Habit.Peaks peaks)
    {
        writer.Write(peaks.Short);
        writer.Write(peaks.Hour);
        writer.Write(peaks.NewRecipients);
        writer.Write(peaks.Networks);
    }

    private static Habit.Peaks ReadPeaks(BinaryReader reader) => new(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());

    private static float[] ReadRates(BinaryReader reader)
    {
        var rates = new float[Habit.HoursOfWeek];
        for (var index = 0; index < rates.Length; index++) rates[index] = reader.ReadSingle();
        return rates;
    }
}
