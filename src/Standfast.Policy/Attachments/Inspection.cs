using System.Text;
using MimeKit;
using MimeKit.Tnef;
using Standfast.Policy.Checks;
using Standfast.Policy.Content;
using MimeFaults = Standfast.Policy.Content.Mime.MimeFaults;

namespace Standfast.Policy.Attachments;

/// <summary>The look into the attachments of one message.</summary>
internal sealed class Inspection(FileTypeTable table, AttachmentOptions options, InspectionAllowance allowance)
{
    /// <summary>Of a PDF; scripts in compressed objects are not seen.</summary>
    private const int PdfHeaderWithin = 1024;

    /// <summary>Messages attached to one another; ours.</summary>
    private const int MaxMailDepth = 20;

    private static readonly string[] s_pdfActions = ["/JavaScript", "/JS", "/Launch", "/EmbeddedFile"];

    private int _mailDepth;

    public Finding? Strongest { get; private set; }

    private bool IsDecided => Strongest?.Action == GuardAction.Refuse;

    /// <returns>False when something must be unpacked, and nothing is said yet.</returns>
    public bool TryTakeSimple(MessageView message)
    {
        foreach (var attachment in message.Attachments)
            if (ArchiveReader.KindOf(attachment.Content.Span) is not null || Ole2File.IsOle2(attachment.Content.Span) || IsMail(attachment.FileName, attachment.ContentType) || IsTnef(attachment.ContentType, attachment.Content.Span))
                return false;
        Take(message, depth: 0);
        return true;
    }

    public void Take(MessageView message, int depth, string path = "")
    {
        if (IsTestText(message.Text) || IsTestText(message.Html)) Add(TestFileFinding(path + "text of the message"));
        if ((message.Faults & (MimeFaults.TooManyParts | MimeFaults.TooDeep)) != 0) Add(Unreadable(path + "the message", "has too many parts, or too many within one another"));
        foreach (var attachment in message.Attachments)
        {
            if (IsDecided) return;
            if (path.Length > 0) allowance.TakeEntry();
            TakeFile(path, attachment.FileName, attachment.ContentType, attachment.Content, depth);
        }
    }

    private void TakeFile(string path, string name, string contentType, ReadOnlyMemory<byte> content, int depth)
    {
        if (IsDecided) return;
        var shown = path + (name.Length > 0 ? Cut(name) : contentType);
        var parsed = new AttachmentName(name);
        if (!options.Allowed.Contains(parsed.Extension)) JudgeType(shown, parsed, content.Span);
        if (TestFile.Is(content.Span)) Add(TestFileFinding(shown));
        if (IsDecided) return;
        if (contentType == "message/partial") Add(Unreadable(shown, "is one part of a message that was cut in pieces"));
        if (content.Span[..Math.Min(PdfHeaderWithin, content.Length)].IndexOf("%PDF-"u8) >= 0) JudgePdf(shown, content.Span);
        if (ArchiveReader.KindOf(content.Span) is { } kind) Within(shown, depth, () => TakeArchive(kind, shown, name, content, depth));
        else if (Ole2File.IsOle2(content.Span)) Within(shown, depth, () => TakeOle2(shown, content, depth));
        else if (IsTnef(contentType, content.Span)) Within(shown, depth, () => TakeTnef(shown, content, depth));
        else if (IsMail(name, contentType)) TakeMail(shown, content, depth);
    }

    /// <summary>The boundary to libraries that read what strangers made: they throw whatever they like, and that is a damaged file.</summary>
    private void Within(string shown, int depth, Action look)
    {
        if (depth >= options.MaxDepth)
        {
            Add(Beyond(shown, $"lies in more than {options.MaxDepth} archives within one another", GuardAction.Refuse));
            return;
        }

        try
        {
            look();
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (InspectionLimitException limit)
        {
            Add(Beyond(shown, limit.Message, limit.IsBomb ? GuardAction.Refuse : options.Unreadable));
        }
        catch (SharpCompress.Common.CryptographicException)
        {
            Add(Encrypted(shown));
        }
        catch (Exception)
        {
            Add(Unreadable(shown, "is damaged, or not the archive that it begins like"));
        }
    }

    private void JudgeType(string shown, AttachmentName name, ReadOnlySpan<byte> content)
    {
        var byName = table.ByExtension(name.Extension);
        if (name.HasDirection) Add(Deceptive(shown, "has characters in its name that turn the writing direction"));
        else if (table.Documents.Contains(name.Before) && (byName is { Action: FileTypeAction.Refuse } || table.Browser.Contains(name.Extension))) Add(Deceptive(shown, $"ends in .{name.Before}.{name.Extension}: it looks like a document and is none"));
        else if (byName is not null && name.HidesExtension) Add(Deceptive(shown, "hides the end of its name behind spaces"));
        else if (byName is not null) Add(new Finding(byName.Action == FileTypeAction.Macros ? "SF-6004" : byName.Action == FileTypeAction.Unreadable ? "SF-6007" : "SF-6001", byName.ActionBy(options), Object(shown), $"is {byName.What} (.{name.Extension})", byName.Instead));
        if (IsDecided || table.ByContent(content, name.IsPlainText) is not { } byContent) return;
        var id = byContent.Action switch { FileTypeAction.Template => "SF-6008", FileTypeAction.Macros => "SF-6004", FileTypeAction.Unreadable => "SF-6007", _ => "SF-6002" };
        Add(new Finding(id, byContent.ActionBy(options), Object(shown), $"is {byContent.What} by its content", byContent.Instead));
    }

    private void TakeArchive(ArchiveKind kind, string shown, string name, ReadOnlyMemory<byte> content, int depth)
    {
        var isZip = kind == ArchiveKind.Zip;
        // ODF 1.3 part 2 §3.3: the file "mimetype" comes first, and not compressed.
        var isOpenDocument = isZip && content.Span.IndexOf("application/vnd.oasis.opendocument"u8) >= 0;
        ArchiveReader.Read(kind, name, content, options, allowance, (entry, isEncrypted, inner) =>
        {
            if (IsDecided) return;
            if (isEncrypted) Add(Encrypted(shown));
            if (isZip && !isEncrypted && OfficeDocument.Judge(entry, inner.Span, isOpenDocument) is { } judged)
                Add(judged.IsRemote ? Remote(shown, judged.Rule) : Macros(shown, judged.Rule));
            TakeFile(shown + " > ", entry, "", inner, depth + 1);
        });
        if (isZip && ZipDirectory.HidesFiles(ArchiveReader.WithoutPrefix(content).Span)) Add(Unreadable(shown, "holds files that its directory does not name"));
    }

    private void TakeOle2(string shown, ReadOnlyMemory<byte> content, int depth)
    {
        if (Ole2File.TryRead(content) is not { } file)
        {
            Add(Unreadable(shown, "is damaged, or not the document that it begins like"));
            return;
        }

        if (Ole2Document.IsInstaller(file)) Add(new Finding("SF-6002", GuardAction.Refuse, Object(shown), "is a Windows installer by its content", "publish it over https and send the link"));
        if (Ole2Document.Macros(file) is { } rule) Add(Macros(shown, rule));
        if (Ole2Document.IsEncrypted(file)) Add(Encrypted(shown));
        foreach (var (name, inner) in Ole2Document.Embedded(file))
        {
            allowance.TakeEntry();
            TakeFile(shown + " > ", name, "", inner, depth + 1);
        }
    }

    /// <summary>Threads of forwarded messages are honest at depths where archives are not, so they have a limit of their own.</summary>
    private void TakeMail(string shown, ReadOnlyMemory<byte> content, int depth)
    {
        if (_mailDepth >= MaxMailDepth)
        {
            Add(Beyond(shown, $"lies in more than {MaxMailDepth} messages within one another", options.Unreadable));
            return;
        }

        _mailDepth++;
        Within(shown, depth, () => Take(MessageView.Parse(content), depth, shown + " > "));
        _mailDepth--;
    }

    private void TakeTnef(string shown, ReadOnlyMemory<byte> content, int depth)
    {
        using var source = new WatchedStream(content, allowance);
        using var part = new TnefPart { Content = new MimeContent(source) };
        foreach (var entity in part.ExtractAttachments())
        {
            allowance.TakeEntry();
            if (entity is not MimePart inner) continue;
            using var decoded = new MemoryStream();
            inner.Content?.DecodeTo(decoded);
            allowance.TakeOctets((int)decoded.Length);
            TakeFile(shown + " > ", inner.FileName ?? "", inner.ContentType.MimeType.ToLowerInvariant(), decoded.ToArray(), depth + 1);
        }
    }

    private void JudgePdf(string shown, ReadOnlySpan<byte> content)
    {
        foreach (var action in s_pdfActions)
        {
            var octets = Encoding.ASCII.GetBytes(action);
            if (content.IndexOf(octets) is not (>= 0 and var at) || (at + octets.Length < content.Length && char.IsAsciiLetterOrDigit((char)content[at + octets.Length]))) continue;
            Add(new Finding("SF-6009", GuardAction.Note, Object(shown), $"is a PDF with {action[1..]}", "print it to a new PDF"));
            return;
        }
    }

    private void Add(Finding finding)
    {
        if (Strongest is null || finding.Action > Strongest.Action) Strongest = finding;
    }

    /// <summary>An attached message that is said to be one is not: what is attached to it is among the attachments already.</summary>
    private static bool IsMail(string name, string contentType) => contentType is not ("message/rfc822" or "message/global") && name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase);

    /// <summary>[MS-OXTNEF] §2.1.3.1: TNEFSignature.</summary>
    private static bool IsTnef(string contentType, ReadOnlySpan<byte> content) =>
        contentType is "application/ms-tnef" or "application/vnd.ms-tnef" || content.StartsWith((ReadOnlySpan<byte>)[0x78, 0x9F, 0x3E, 0x22]);

    private static bool IsTestText(string text) => text.Length >= 68 && text.AsSpan().TrimStart().StartsWith("X5O!P%", StringComparison.Ordinal) && TestFile.Is(Encoding.Latin1.GetBytes(text.TrimStart()[..68]));

    private static string Cut(string name) => name.Length <= 100 ? name : name[..60] + "..." + name[^37..];

    private static string Object(string shown) => $"attachment \"{shown}\"";

    private static Finding TestFileFinding(string shown) => new("SF-6010", GuardAction.Refuse, Object(shown), "is the anti-malware test file (EICAR)", "leave it out");

    private static Finding Deceptive(string shown, string rule) => new("SF-6003", GuardAction.Refuse, Object(shown), rule, "give it a plain name with one ending that says what it is");

    private Finding Macros(string shown, string rule) => new("SF-6004", options.Macros, Object(shown), rule, "save it without macros (.docx, .xlsx, .pptx) or as PDF");

    private Finding Encrypted(string shown) => new("SF-6005", options.Encrypted, Object(shown), "is encrypted, so nobody can look into it", "send it without a password, or a link to where the recipient signs in");

    private static Finding Beyond(string shown, string rule, GuardAction action) => new("SF-6006", action, Object(shown), rule, "pack fewer files, in one archive, or publish them over https and send the link");

    private Finding Unreadable(string shown, string rule) => new("SF-6007", options.Unreadable, Object(shown), rule, "pack it anew as .zip without a password");

    private Finding Remote(string shown, string rule) => new("SF-6008", options.Macros, Object(shown), rule, "save it with the template in it, or as PDF");
}
