using System.Text;
using MimeKit;
using Standfast.Policy.Attachments;
using Standfast.Policy.Checks;
using Standfast.Policy.Content;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Policy.Attachments;

public sealed class AttachmentInspectorTests
{
    private static readonly FileTypeTable s_table = FileTypeFiles.ReadFolder(Path.Combine(Repository.Root, "data", "attachments")).Table;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Table_HasNoMistakes() => Assert.Equal([], FileTypeFiles.ReadFolder(Path.Combine(Repository.Root, "data", "attachments")).Mistakes);

    [Fact]
    public void Table_ReportsEachMistake()
    {
        var (_, mistakes) = FileTypeFiles.Read("t.toml", """
            version = 2
            [[type]]
            extensions = ["Exe", "a.b", "x", "x"]
            what = "w"
            action = "eat"
            instead = "i"
            [[content]]
            magic = ["5A"]
            what = "w"
            action = "refuse"
            instead = "i"
            """);
        Assert.Equal(8, mistakes.Count);
        Assert.Single(FileTypeFiles.Read("t.toml", "version = = 1").Mistakes);
        Assert.Single(FileTypeFiles.ReadFolder("/nonexistent").Mistakes);
    }

    [Theory]
    [InlineData("setup.exe", "SF-6001")]
    [InlineData("SETUP.EXE", "SF-6001")]
    [InlineData("setup.exe.", "SF-6001")]
    [InlineData("setup.exe ", "SF-6001")]
    [InlineData("setup.exe::$DATA", "SF-6001")]
    [InlineData("a/b\\run.js", "SF-6001")]
    [InlineData("setup.e\u200Bxe", "SF-6001")]
    [InlineData("letter.lnk", "SF-6001")]
    [InlineData("disk.iso", "SF-6001")]
    [InlineData("report.xlsm", "SF-6004")]
    [InlineData("invoice.pdf.exe", "SF-6003")]
    [InlineData("invoice.pdf.html", "SF-6003")]
    [InlineData("invoice\u202Efdp.exe", "SF-6003")]
    [InlineData("letter                    .scr", "SF-6003")]
    [InlineData("data.ace", "SF-6007")]
    [InlineData("invoice.pdf", null)]
    [InlineData("page.html", null)]
    [InlineData("v1.2.html", null)]
    [InlineData("exe", null)]
    [InlineData("\u200Fחשבונית.pdf", null)]
    [InlineData("notes.txt", null)]
    public async Task Name_Decides(string name, string? id) => Assert.Equal(id, (await InspectAsync((name, "some text"u8.ToArray())))?.Id);

    [Fact]
    public async Task Content_IsKnown_WhateverTheName()
    {
        await IsAsync("SF-6002", "Windows program", "report.pdf", Samples.Program);
        await IsAsync("SF-6002", "Linux program", "report", [0x7F, .. "ELF"u8, .. new byte[60]]);
        await IsAsync("SF-6002", "shortcut", "photo.jpg", [0x4C, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46, 0]);
        await IsAsync("SF-6002", "OneNote", "a.bin", [0xE4, 0x52, 0x5C, 0x7B, 0x8C, 0xD8, 0xA7, 0x4D, 0xAE, 0xB1, 0x53, 0x78, 0xD0, 0x29, 0x96, 0xD3]);
        await IsAsync("SF-6002", "disk image", "a.bin", [.. new byte[32769], .. "CD001"u8]);
        await IsAsync("SF-6002", "disk image", "a.bin", [.. new byte[1024], .. "conectix"u8, .. new byte[504]]);
        await IsAsync("SF-6002", "HTML application", "a.txt", "<html><HTA:Application id=x>"u8.ToArray());
        await IsAsync("SF-6002", "script for Windows", "a.pdf", "Set s = CreateObject(\"WScript.Shell\")"u8.ToArray());
        await IsAsync("SF-6002", "script for Windows", "a", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("CreateObject(\"WScript.Shell\")")]);
        await IsAsync("SF-6002", "Windows installer", "a.bin", Samples.Ole2(new Guid("000c1084-0000-0000-c000-000000000046"), ("x", [1])));
        await IsAsync("SF-6008", "template", "a.doc", @"{\rtf1{\*\template http://evil.example/t.dotm}}"u8.ToArray());
        await IsAsync("SF-6004", "SYLK", "a.csv.dat", "ID;PWXL;N;E\r\nNN;NAuto_open;ER101C1\r\n"u8.ToArray(), "SF-6002");
        Assert.Null(await InspectAsync(("a.txt", "MZ is the mark of Mark Zbikowski; CreateObject(\"WScript.Shell\") starts a shell"u8.ToArray())));
        Assert.Null(await InspectAsync(("kunden.csv", "ID;Preis;Info;E-Mail\r\n1;2;3;4\r\n"u8.ToArray())));
    }

    [Fact]
    public async Task TestFile_IsFound_AtAnyDepth()
    {
        var test = Samples.TestFile;
        await IsAsync("SF-6010", "EICAR", "a.txt", test);
        await IsAsync("SF-6010", "a.zip > b.zip > c.zip > d.txt", "a.zip", Samples.Zip(("b.zip", Samples.Zip(("c.zip", Samples.Zip(("d.txt", test)))))));
        await IsAsync("SF-6010", "EICAR", "a.tgz", Samples.GZip(Samples.Tar(("x/readme", "hello"u8.ToArray()), ("x/d.txt", test))));
        await IsAsync("SF-6010", "EICAR", "a.tar.bz2", Samples.BZip2(Samples.Tar(("d.txt", test))));
        await IsAsync("SF-6010", "EICAR", "polyglot.pdf", [.. "%PDF-1.4 nothing here "u8, .. Samples.Zip(("d.txt", test))]);
        await IsAsync("SF-6010", "EICAR", "a.7z", Convert.FromBase64String(SevenZip));
        await IsAsync("SF-6010", "EICAR", "a.rar", Rar("d.txt", test));
        await IsAsync("SF-6010", "EICAR", "letter.docx", Samples.Docx(("word/media/image1.png", Encoding.ASCII.GetString(test))));
        await IsAsync("SF-6010", "EICAR", "mail.eml", Mail(("d.zip", Samples.Zip(("d.txt", test)))));
        Assert.Equal("SF-6010", (await InspectAsync(MessageView.Parse(Encoding.ASCII.GetBytes("From: a@b.example\r\n\r\n" + Encoding.ASCII.GetString(test) + "\r\n"))))?.Id);
    }

    [Fact]
    public async Task ForwardedMessage_IsLookedInto()
    {
        using var inner = await MimeMessage.LoadAsync(new MemoryStream(Mail(("run.exe", Samples.Program))), Stop);
        using var outer = new MimeMessage { Body = new Multipart("mixed") { new TextPart("plain") { Text = "see below" }, new MessagePart { Message = inner } } };
        using var stream = new MemoryStream();
        await outer.WriteToAsync(stream, Stop);
        var finding = await InspectAsync(MessageView.Parse(stream.ToArray()));
        Assert.Equal("SF-6001", finding?.Id);
    }

    [Fact]
    public async Task Macros_AreFound_InEveryFormat()
    {
        await IsAsync("SF-6004", "VBA", "a.docx", Samples.Docx(("word/vbaProject.bin", "x")));
        await IsAsync("SF-6004", "VBA", "a.bin", Samples.Zip(("[Content_Types].xml", "<Override PartName=\"/word/other.bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/>"u8.ToArray())));
        await IsAsync("SF-6004", "Excel 4.0", "a.xlsx", Samples.Docx(("xl/macrosheets/sheet1.xml", "<x/>")));
        await IsAsync("SF-6004", "Basic", "a.odt", Samples.Zip(("mimetype", "application/vnd.oasis.opendocument.text"u8.ToArray()), ("Basic/Standard/Module1.xml", "<script:module/>"u8.ToArray())));
        await IsAsync("SF-6004", "VBA", "a.doc", Samples.Ole2(("WordDocument", new byte[64]), ("Macros", null), ("Macros/VBA", null), ("Macros/VBA/_VBA_PROJECT", [1])));
        await IsAsync("SF-6004", "VBA", "renamed.pdf", Samples.Ole2(("Workbook", [0x0A, 0, 0, 0]), ("_VBA_PROJECT_CUR", null), ("_VBA_PROJECT_CUR/VBA", null)));
        await IsAsync("SF-6004", "Excel 4.0", "a.xls", Samples.Ole2(("Workbook", [0x09, 8, 4, 0, 0, 6, 5, 0, 0x85, 0, 8, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0x0A, 0, 0, 0])));
        await IsAsync("SF-6004", "VBA", "a.ppt", Samples.Ole2(("PowerPoint Document", [9, 9, 0x0F, 0, 0xFF, 3, 0x14, 0, 0, 0, 2, 0, 0, 4, 0x0C, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0])));
        await IsAsync("SF-6004", "VBA", "a.zip", Samples.Zip(("b/letter.docx", Samples.Docx(("word/vbaProject.bin", "x")))));
    }

    [Fact]
    public async Task HonestDocuments_Pass()
    {
        Assert.Null(await InspectAsync(("a.docx", Samples.Docx(("word/_rels/settings.xml.rels", Relationship("attachedTemplate", @"file:///C:\Users\me\Templates\Normal.dotm")), ("word/_rels/document.xml.rels", Relationship("hyperlink", "https://www.example.org/"))))));
        Assert.Null(await InspectAsync(("a.docx", Samples.Docx(("word/_rels/settings.xml.rels", Relationship("attachedTemplate", @"file:///\\server\share\letter.dotx"))))));
        Assert.Null(await InspectAsync(("a.xls", Samples.Ole2(("Workbook", [0x09, 8, 4, 0, 0, 6, 5, 0, 0x85, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0A, 0, 0, 0])))));
        Assert.Null(await InspectAsync(("a.ppt", Samples.Ole2(("PowerPoint Document", [0x0F, 0, 0xFF, 3, 0x14, 0, 0, 0, 2, 0, 0, 4, 0x0C, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0])))));
        Assert.Null(await InspectAsync(("a.pdf", "%PDF-1.7 /Type /Catalog"u8.ToArray())));
        Assert.Null(await InspectAsync(("photos.zip", Samples.Zip(("a.jpg", [0xFF, 0xD8, 0xFF]), ("b.txt", new byte[900_000])))));
    }

    [Fact]
    public async Task RemoteTemplates_AreRefused()
    {
        (string Type, string Target)[] remote =
        [
            ("attachedTemplate", "https://evil.example/t.dotm"), ("attachedTemplate", "&#104;ttp://evil.example/t"), ("oleObject", "mhtml:http://evil.example/x"), ("frame", @"\\evil.example@SSL\x\t.dotm"),
            ("attachedTemplate", "file://192.0.2.1/x/t.dotm"),
        ];
        foreach (var (type, target) in remote)
            await IsAsync("SF-6008", type, "a.docx", Samples.Docx(("word/_rels/settings.xml.rels", Relationship(type, target))));
    }

    [Fact]
    public async Task EmbeddedFiles_AreLookedInto()
    {
        byte[] packed = [.. new byte[4], 2, 0, .. "label\0"u8, .. "run.exe\0"u8, 0, 0, 3, 0, 2, 0, 0, 0, .. "p\0"u8, 128, 0, 0, 0, .. Samples.Program];
        await IsAsync("SF-6001", "run.exe", "a.doc", Samples.Ole2(("ObjectPool", null), ("ObjectPool/\u0001Ole10Native", packed)));
        await IsAsync("SF-6001", "x.vbs", "a.msg", Samples.Ole2(("__attach_version1.0_#00000000", null), ("__attach_version1.0_#00000000/__substg1.0_37010102", [1, 2]), ("__attach_version1.0_#00000000/__substg1.0_3707001F", [.. Encoding.Unicode.GetBytes("x.vbs")])));
    }

    [Fact]
    public async Task Encrypted_IsHeld_AndItsNamesAreSeen()
    {
        var finding = await InspectAsync(("a.zip", Samples.EncryptedZip("letter.pdf")));
        Assert.Equal(("SF-6005", GuardAction.Hold), (finding?.Id, finding?.Action));
        Assert.Equal("SF-6001", (await InspectAsync(("a.zip", Samples.EncryptedZip("letter.exe"))))?.Id);
        Assert.Equal("SF-6005", (await InspectAsync(("a.docx", Samples.Ole2(("EncryptedPackage", [1])))))?.Id);
        Assert.Equal("SF-6005", (await InspectAsync(("a.doc", Samples.Ole2(("WordDocument", [0xEC, 0xA5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0])))))?.Id);
        Assert.Equal("SF-6005", (await InspectAsync(("a.xls", Samples.Ole2(("Workbook", [0x09, 8, 4, 0, 0, 6, 5, 0, 0x2F, 0, 2, 0, 1, 0, 0x0A, 0, 0, 0])))))?.Id);
    }

    [Fact]
    public async Task Bombs_AreRefused_AndLargeOnesHeld()
    {
        var bomb = await InspectAsync(("a.zip", Samples.Zip(("zeros", new byte[8 * 1024 * 1024]))));
        Assert.Equal(("SF-6006", GuardAction.Refuse), (bomb?.Id, bomb?.Action));
        Assert.Contains("100 times", bomb!.Rule, StringComparison.Ordinal);
        var nested = Samples.TestFile;
        for (var depth = 0; depth < 6; depth++) nested = Samples.Zip(("inner.zip", nested));
        Assert.Equal(("SF-6006", GuardAction.Refuse), (await InspectAsync(("a.zip", nested))) is { } deep ? (deep.Id, deep.Action) : default);
        var many = await InspectAsync(("a.zip", Samples.Zip([.. Enumerable.Range(0, 1_001).Select(number => ($"{number}.txt", Array.Empty<byte>()))])));
        Assert.Equal(("SF-6006", GuardAction.Hold), (many?.Id, many?.Action));
        var large = await InspectAsync(new AttachmentOptions { MaxInflatedOctets = 1_000 }, ("a.zip", Samples.Zip(("a.txt", new byte[2_000]))));
        Assert.Equal(("SF-6006", GuardAction.Hold), (large?.Id, large?.Action));
        var slow = await InspectAsync(new AttachmentOptions { MaxTime = TimeSpan.FromTicks(-1) }, ("a.zip", Samples.Zip(("a.txt", new byte[2_000]))));
        Assert.Contains("to unpack", slow!.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatTheDirectoryDoesNotName_MakesAZipUnreadable()
    {
        var zip = Samples.Zip(("a.txt", "hidden"u8.ToArray()), ("b.txt", "shown"u8.ToArray()));
        Assert.Null(await InspectAsync(("a.zip", zip)));
        // The first record is cut from the central directory, and its end record says so.
        var at = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        var length = zip.AsSpan(at + 4).IndexOf("PK\x01\x02"u8) + 4;
        byte[] cut = [.. zip[..at], .. zip[(at + length)..]];
        var end = cut.AsSpan().LastIndexOf("PK\x05\x06"u8);
        (cut[end + 8], cut[end + 10]) = (1, 1);
        BitConverter.TryWriteBytes(cut.AsSpan(end + 12), BitConverter.ToInt32(cut, end + 12) - length);
        await IsAsync("SF-6007", "does not name", "a.zip", cut);
        await IsAsync("SF-6007", "does not name", "a.pdf", [.. "%PDF-1.4 "u8, .. cut]);
        // A zip stored within a zip is no such file.
        using var stream = new MemoryStream();
        using (var outer = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = outer.CreateEntry("inner.zip", System.IO.Compression.CompressionLevel.NoCompression).Open();
            entry.Write(zip);
        }

        Assert.Null(await InspectAsync(("a.zip", stream.ToArray())));
    }

    [Fact]
    public async Task Options_Decide()
    {
        Assert.Equal(GuardAction.Hold, (await InspectAsync(new AttachmentOptions { Macros = GuardAction.Hold }, ("a.docx", Samples.Docx(("word/vbaProject.bin", "x")))))?.Action);
        Assert.Null(await InspectAsync(new AttachmentOptions { Allowed = new HashSet<string> { "exe" } }, ("a.exe", Samples.Program)));
        var pdf = await InspectAsync(("a.pdf", "%PDF-1.7 << /S /JavaScript /JS (x) >>"u8.ToArray()));
        Assert.Equal(("SF-6009", GuardAction.Note), (pdf?.Id, pdf?.Action));
    }

    [Fact]
    public async Task Mutated_NeverThrow()
    {
        byte[][] seeds =
        [
            Samples.Zip(("b.zip", Samples.Zip(("d.txt", "hello"u8.ToArray())))), Samples.GZip(Samples.Tar(("d.txt", new byte[700]))), Samples.BZip2("hello hello hello"u8.ToArray()), Samples.Tar(("a", new byte[10]), ("b", new byte[600])),
            Convert.FromBase64String(SevenZip), Rar("d.txt", "hello"u8.ToArray()), Samples.Docx(("word/_rels/settings.xml.rels", Relationship("frame", "x"))), Mail(("a.zip", Samples.Zip(("x", [1])))),
            Samples.Ole2(("Workbook", [0x09, 8, 4, 0, 0, 6, 5, 0, 0x0A, 0, 0, 0]), ("S", null), ("S/T", [1]), ("S/\u0001Ole10Native", new byte[64])),
        ];
        var random = new Random(20261126);
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = (byte[])seeds[round % seeds.Length].Clone();
            for (var change = random.Next(1, 6); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) bytes = bytes[..random.Next(bytes.Length)];
            await InspectAsync(("a.bin", bytes));
        }
    }

    // Made by 7-Zip of d.txt, the anti-malware test file.
    private const string SevenZip = "N3q8ryccAASLsBFzSAAAAAAAAABSAAAAAAAAAPWOEYoBAENYNU8hUCVAQVBbNFxQWlg1NChQXik3Q0MpN30kRUlDQVItU1RBTkRBUkQtQU5USVZJUlVTLVRFU1QtRklMRSEkSCtIKgABBAYAAQlIAAcLAQABISEBAAxEAAgKATzPUWgAAAUBGQwAAAAAAAAAAAAAAAARDQBkAC4AdAB4AHQAAAAUCgEAifTHHlZ93QEVBgEAIICkgQAA";

    private static string Relationship(string type, string target) =>
        $"<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{type}\" Target=\"{target}\" TargetMode=\"External\"/></Relationships>";

    /// <summary>One file, stored, in the format of RAR 4: marker, archive header, file header, its octets.</summary>
    private static byte[] Rar(string name, byte[] content)
    {
        byte[] main = [0x73, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0];
        byte[] file = [0x74, 0, 0x80, (byte)(32 + name.Length), 0, .. BitConverter.GetBytes(content.Length), .. BitConverter.GetBytes(content.Length), 3, .. BitConverter.GetBytes(Crc(content)), 0, 0, 0x21, 0x50, 20, 0x30, (byte)name.Length, 0, 0x20, 0, 0, 0, .. Encoding.ASCII.GetBytes(name)];
        return [.. "Rar!\x1a\x07\0"u8, .. BitConverter.GetBytes((ushort)Crc(main)), .. main, .. BitConverter.GetBytes((ushort)Crc(file)), .. file, .. content];
    }

    private static uint Crc(ReadOnlySpan<byte> octets)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var octet in octets)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
        }

        return ~crc;
    }

    private static byte[] Mail(params (string Name, byte[] Content)[] files)
    {
        var builder = new BodyBuilder { TextBody = "see attachment" };
        foreach (var (name, content) in files) builder.Attachments.Add(name, content, new ContentType("application", "octet-stream"));
        using var message = new MimeMessage { Body = builder.ToMessageBody() };
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        return stream.ToArray();
    }

    private static async Task IsAsync(string id, string says, string name, byte[] content, string? or = null)
    {
        var finding = await InspectAsync((name, content));
        Assert.True(finding is not null, $"{name}: {says}: nothing found");
        Assert.True(finding.Id == id || finding.Id == or, $"{name}: {finding}");
        Assert.Contains(says, finding.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static Task<Finding?> InspectAsync(params (string Name, byte[] Content)[] files) => InspectAsync(new AttachmentOptions(), files);

    private static async Task<Finding?> InspectAsync(AttachmentOptions options, params (string Name, byte[] Content)[] files)
    {
        using var inspector = new AttachmentInspector(s_table, options, TimeProvider.System);
        return await inspector.InspectAsync(MessageView.Parse(Mail(files)), Stop);
    }

    private static async Task<Finding?> InspectAsync(MessageView message)
    {
        using var inspector = new AttachmentInspector(s_table, new AttachmentOptions(), TimeProvider.System);
        return await inspector.InspectAsync(message, Stop);
    }
}
