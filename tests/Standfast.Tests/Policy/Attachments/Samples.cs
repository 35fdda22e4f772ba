using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Standfast.Tests.Policy.Attachments;

/// <summary>Files of all kinds, made in the test. The anti-malware test file is put together at run time, so that no scanner reports this repository.</summary>
internal static class Samples
{
    public static byte[] TestFile { get; } = Encoding.ASCII.GetBytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$EI" + "CAR-STAND" + "ARD-ANTIVIRUS-TEST-FILE!$H+H*");

    public static byte[] Program { get; } = [.. "MZ\x90\0\x03\0\0\0"u8, .. new byte[120]];

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                // ODF 1.3 part 2 §3.3: this one is not compressed.
                using var entry = zip.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
                entry.Write(content);
            }

        return stream.ToArray();
    }

    /// <summary>Bit 0 of the flags in the local and the central header says encrypted (APPNOTE.TXT §4.4.4).</summary>
    public static byte[] EncryptedZip(string name)
    {
        var zip = Zip((name, "nothing to see"u8.ToArray()));
        zip[6] |= 1;
        zip[zip.AsSpan().IndexOf("PK\x01\x02"u8) + 8] |= 1;
        return zip;
    }

    public static byte[] GZip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(content);
        return stream.ToArray();
    }

    public static byte[] BZip2(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var bzip2 = SharpCompress.Compressors.BZip2.BZip2Stream.Create(stream, SharpCompress.Compressors.CompressionMode.Compress, false, false, true)) bzip2.Write(content);
        return stream.ToArray();
    }

    public static byte[] Tar(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
            foreach (var (name, content) in files)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        return stream.ToArray();
    }

    public static byte[] Docx(params (string Name, string Content)[] parts) =>
        Zip([("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", "<w:document/>"u8.ToArray()), .. parts.Select(part => (part.Name, Encoding.UTF8.GetBytes(part.Content)))]);

    /// <summary>A compound file ([MS-CFB]) of version 3. Streams shorter than 4,096 octets are filled up, so that no mini stream is needed.</summary>
    public static byte[] Ole2(params (string Path, byte[]? Content)[] entries) => Ole2(Guid.Empty, entries);

    public static byte[] Ole2(Guid rootClass, params (string Path, byte[]? Content)[] entries)
    {
        const int Sector = 512;
        var directory = new byte[((entries.Length + 4) / 4) * Sector];
        var sectors = new List<byte[]>();
        var directorySectors = directory.Length / Sector;
        var fat = new List<uint> { 0xFFFFFFFD };
        for (var index = 0; index < directorySectors; index++) fat.Add(index + 1 < directorySectors ? (uint)(fat.Count + 1) : 0xFFFFFFFE);
        WriteEntry(directory, 0, "Root Entry", 5, 0xFFFFFFFE, 0, rootClass);
        for (var number = 1; number <= entries.Length; number++)
        {
            var (path, content) = entries[number - 1];
            var parent = path.LastIndexOf('/') is > 0 and var slash ? Array.FindIndex(entries, entry => entry.Path == path[..slash]) + 1 : 0;
            var start = 0xFFFFFFFE;
            var size = 0;
            if (content is not null)
            {
                size = Math.Max(4096, content.Length);
                start = (uint)fat.Count;
                var padded = new byte[(size + Sector - 1) / Sector * Sector];
                content.CopyTo(padded, 0);
                for (var at = 0; at < padded.Length; at += Sector)
                {
                    sectors.Add(padded[at..(at + Sector)]);
                    fat.Add(at + Sector < padded.Length ? (uint)(fat.Count + 1) : 0xFFFFFFFE);
                }
            }

            WriteEntry(directory, number, path[(path.LastIndexOf('/') + 1)..], content is null ? (byte)1 : (byte)2, start, size, Guid.Empty);
            // Siblings in a row to the right.
            var child = BitConverter.ToUInt32(directory, (parent * 128) + 76);
            BitConverter.TryWriteBytes(directory.AsSpan((number * 128) + 72), child);
            BitConverter.TryWriteBytes(directory.AsSpan((parent * 128) + 76), (uint)number);
        }

        if (fat.Count > Sector / 4) throw new InvalidOperationException("more than one FAT sector");
        var header = new byte[Sector];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(header, 0);
        (header[24], header[26], header[28], header[29], header[30], header[32]) = (0x3E, 3, 0xFE, 0xFF, 9, 6);
        header.AsSpan(44).Fill(0xFF);
        BitConverter.TryWriteBytes(header.AsSpan(44), 1u);
        BitConverter.TryWriteBytes(header.AsSpan(48), 1u);
        BitConverter.TryWriteBytes(header.AsSpan(56), 4096u);
        BitConverter.TryWriteBytes(header.AsSpan(60), 0xFFFFFFFEu);
        BitConverter.TryWriteBytes(header.AsSpan(68), 0xFFFFFFFEu);
        BitConverter.TryWriteBytes(header.AsSpan(76), 0u);
        var table = new byte[Sector];
        table.AsSpan().Fill(0xFF);
        for (var index = 0; index < fat.Count; index++) BitConverter.TryWriteBytes(table.AsSpan(index * 4), fat[index]);
        return [.. header, .. table, .. directory, .. sectors.SelectMany(sector => sector)];
    }

    private static void WriteEntry(byte[] directory, int number, string name, byte type, uint start, int size, Guid @class)
    {
        var entry = directory.AsSpan(number * 128, 128);
        Encoding.Unicode.GetBytes(name).CopyTo(entry);
        BitConverter.TryWriteBytes(entry[64..], (ushort)((name.Length + 1) * 2));
        entry[66] = type;
        entry.Slice(68, 12).Fill(0xFF);
        @class.TryWriteBytes(entry[80..]);
        BitConverter.TryWriteBytes(entry[116..], start);
        BitConverter.TryWriteBytes(entry[120..], size);
    }
}
