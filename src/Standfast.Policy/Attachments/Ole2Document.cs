using System.Buffers.Binary;
using System.Text;

namespace Standfast.Policy.Attachments;

/// <summary>Reads old Office documents, and what else is an OLE2 file, for what would run.</summary>
internal static class Ole2Document
{
    /// <summary>Of streams whose beginning tells.</summary>
    private const int HeadOctets = 1024 * 1024;

    /// <summary>CLSIDs of installers, patches and transforms of Windows Installer (https://learn.microsoft.com/windows/win32/msi/).</summary>
    private static readonly HashSet<Guid> s_installers = [new("000c1084-0000-0000-c000-000000000046"), new("000c1086-0000-0000-c000-000000000046"), new("000c1082-0000-0000-c000-000000000046")];

    public static bool IsInstaller(Ole2File file) => s_installers.Contains(file.Entries[0].Class);

    /// <summary>[MS-OVBA] §2.2.1 and [MS-XLS] §2.4.28: a VBA project has a storage VBA with a stream _VBA_PROJECT.</summary>
    public static string? Macros(Ole2File file)
    {
        foreach (var entry in file.Entries)
        {
            if (entry.Name.Equals("_VBA_PROJECT", StringComparison.OrdinalIgnoreCase) || (entry.IsStorage && entry.Name.Equals("VBA", StringComparison.OrdinalIgnoreCase))) return "holds macros (a VBA project)";
            if (entry.Name is "Workbook" or "Book" && !entry.IsStorage && Sheets(file.Read(entry, HeadOctets).Span).HasMacroSheet) return "holds macros (an Excel 4.0 macro sheet)";
            if (entry.Name == "PowerPoint Document" && HasPresentationMacros(file.Read(entry, int.MaxValue).Span)) return "holds macros (a VBA project)";
        }

        return null;
    }

    public static bool IsEncrypted(Ole2File file)
    {
        foreach (var entry in file.Entries)
        {
            if (entry.Name is "EncryptedPackage" or "EncryptedSummary") return true;
            // [MS-DOC] §2.5.2: bit 8 of the flags at offset 10 is fEncrypted.
            if (entry.Name == "WordDocument" && file.Read(entry, 32) is { Length: >= 12 } head && (head.Span[11] & 1) != 0) return true;
            if (entry.Name is "Workbook" or "Book" && !entry.IsStorage && Sheets(file.Read(entry, HeadOctets).Span).IsEncrypted) return true;
        }

        return false;
    }

    /// <summary>Files that are packed into it: objects of Packager, and attachments of Outlook messages ([MS-OXMSG] §2.2.2).</summary>
    public static IEnumerable<(string Name, ReadOnlyMemory<byte> Content)> Embedded(Ole2File file)
    {
        foreach (var entry in file.Entries)
        {
            if (entry.IsStorage) continue;
            if (entry.Name == "\u0001Ole10Native" && TryUnpack(file.Read(entry, int.MaxValue), out var name, out var content)) yield return (name, content);
            if (!entry.Name.StartsWith("__substg1.0_37010102", StringComparison.OrdinalIgnoreCase)) continue;
            var folder = entry.Path[..(entry.Path.Length - entry.Name.Length)];
            var named = file.Entries.FirstOrDefault(other => other.Path.Equals(folder + "__substg1.0_3707001F", StringComparison.OrdinalIgnoreCase));
            yield return (named is null ? "attachment" : Encoding.Unicode.GetString(file.Read(named, 1024).Span), file.Read(entry, int.MaxValue));
        }
    }

    /// <summary>Records of the globals ([MS-XLS] §2.4): BoundSheet8 (0x85) has the kind of a sheet in its sixth octet, 1 is a macro sheet; FilePass (0x2F) says encrypted.</summary>
    private static (bool HasMacroSheet, bool IsEncrypted) Sheets(ReadOnlySpan<byte> stream)
    {
        var isEncrypted = false;
        while (stream.Length >= 4)
        {
            var (type, length) = (BinaryPrimitives.ReadUInt16LittleEndian(stream), BinaryPrimitives.ReadUInt16LittleEndian(stream[2..]));
            if (type == 0x0A || length > stream.Length - 4) break;
            if (type == 0x2F) isEncrypted = true;
            if (type == 0x85 && length >= 6 && stream[9] == 1) return (true, isEncrypted);
            stream = stream[(4 + length)..];
        }

        return (false, isEncrypted);
    }

    /// <summary>[MS-PPT] §2.4.10 and §2.4.11: VbaInfoContainer with its VbaInfoAtom, whose fHasMacros is 1.</summary>
    private static bool HasPresentationMacros(ReadOnlySpan<byte> stream)
    {
        ReadOnlySpan<byte> atom = [0x0F, 0x00, 0xFF, 0x03, 0x14, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x04, 0x0C, 0x00, 0x00, 0x00];
        while (stream.IndexOf(atom) is >= 0 and var at && stream.Length >= at + 24)
        {
            if (stream[at + 20] == 1) return true;
            stream = stream[(at + atom.Length)..];
        }

        return false;
    }

    // Size, flags, label, file name, eight octets, length and text of a path, length and octets of the file.
    private static bool TryUnpack(ReadOnlyMemory<byte> stream, out string name, out ReadOnlyMemory<byte> content)
    {
        (name, content) = ("", default);
        var rest = stream.Span;
        if (rest.Length < 8) return false;
        var at = 6;
        if (!TryText(rest, ref at, out var label) || !TryText(rest, ref at, out name)) return false;
        if (name.Length == 0) name = label;
        at += 4;
        if (at + 4 > rest.Length) return false;
        var pathOctets = BinaryPrimitives.ReadUInt32LittleEndian(rest[at..]);
        if (pathOctets > 4096 || at + 8 + (int)pathOctets > rest.Length) return false;
        at += 4 + (int)pathOctets;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[at..]);
        at += 4;
        content = stream.Slice(at, (int)Math.Min(size, (uint)(rest.Length - at)));
        return true;
    }

    private static bool TryText(ReadOnlySpan<byte> octets, ref int at, out string text)
    {
        var length = octets[at..].IndexOf((byte)0);
        text = length < 0 ? "" : Encoding.Latin1.GetString(octets.Slice(at, length));
        at += length + 1;
        return length >= 0;
    }
}
