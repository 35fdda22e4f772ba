using System.Globalization;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>One file of the log, and why it cannot be deleted yet. Guarded by the lock of <see cref="SegmentSet"/>.</summary>
internal sealed class Segment(int number, ISpoolFile file)
{
    /// <summary>Octets before the first record: the header of the file. Its first 20 octets mean the same in every format, so that each server knows what it cannot read.</summary>
    public const int HeaderLength = 64;

    /// <summary>Format of segment files; a newer one is refused, never rewritten.</summary>
    public const int FormatVersion = 2;

    public const string Suffix = ".seg";

    public int Number { get; } = number;

    public ISpoolFile File { get; } = file;

    /// <summary>
    /// Segments that have copies of messages that stand here, or what these were copied from: while one of those files exists, the
    /// final state of such a message must. They leave as they are deleted.
    /// </summary>
    public HashSet<int> Twins { get; } = [];

    /// <summary>Pins that a compaction could not remove; it is tried again when there are fewer.</summary>
    public int LastingPins { get; set; } = int.MaxValue;

    /// <summary>How often the segment was rewritten.</summary>
    public int Generation { get; init; }

    /// <summary>Where the next record goes.</summary>
    public long End { get; set; } = HeaderLength;

    public bool IsSealed { get; set; }

    /// <summary>Records that undone messages need: content, chunks, newest states.</summary>
    public int Pins { get; set; }

    /// <summary>Octets of those records.</summary>
    public long LiveBytes { get; set; }

    /// <summary>
    /// Final states that stand here, by the segment that holds their message: while that file exists, deleting this one would
    /// bring the message back to life.
    /// </summary>
    public Dictionary<int, int> FinalStates { get; } = [];

    public static string NameOf(int number) => number.ToString("D8", CultureInfo.InvariantCulture) + Suffix;

    /// <param name="suffix">Of the kind of file; segments by default.</param>
    public static bool TryParseName(string name, out int number, string suffix = Suffix)
    {
        number = 0;
        return name.EndsWith(suffix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(0, name.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    public static byte[] MakeHeader(int number)
    {
        var header = new byte[HeaderLength];
        "SFSPOOL\n"u8.CopyTo(header);
        BitConverter.TryWriteBytes(header.AsSpan(8), FormatVersion);
        BitConverter.TryWriteBytes(header.AsSpan(12), number);
        BitConverter.TryWriteBytes(header.AsSpan(16), Crc32C.Compute(header.AsSpan(0, 16)));
        return header;
    }

    /// <returns>Null when the file was created and never finished: a crash leaves such files.</returns>
    /// <exception cref="NewerFormatException">A newer format.</exception>
    public static int? ReadVersion(ISpoolFile file, int number)
    {
        var header = new byte[HeaderLength];
        if (file.Read(0, header) < HeaderLength || !header.AsSpan(0, 8).SequenceEqual("SFSPOOL\n"u8)) return null;
        if (BitConverter.ToUInt32(header, 16) != Crc32C.Compute(header.AsSpan(0, 16)) || BitConverter.ToInt32(header, 12) != number) return null;
        var version = BitConverter.ToInt32(header, 8);
        return version <= FormatVersion ? version : throw new NewerFormatException(
            $"spool segment {NameOf(number)} has format {version}, this server reads up to {FormatVersion}; nothing was changed. Start the newer server again; or move the folder of the spool away and restore a backup that was made before that server was installed (standfast spool restore)");
    }
}
