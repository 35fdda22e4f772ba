using Standfast.Mail;

namespace Standfast.Policy.Content.Mime;

/// <summary>The fields of an entity's header that say what its body is.</summary>
internal sealed class MimeFields
{
    /// <summary>Of one field; ours: what is longer says nothing that counts.</summary>
    private const int MaxFieldOctets = 16 * 1024;

    public string MediaType { get; private set; } = "text/plain";

    public string? Boundary { get; private set; }

    public string? Charset { get; private set; }

    public string FileName { get; private set; } = "";

    public bool IsAttachment { get; private set; }

    public string? ContentId { get; private set; }

    public TransferEncoding Encoding { get; private set; }

    public bool HasContentType { get; private set; }

    public bool HasVersion { get; private set; }

    public bool HasEncoding { get; private set; }

    public MimeFaults Faults { get; private set; }

    /// <summary>Value of Subject as it was written, unfolded; null where there is none.</summary>
    public string? Subject { get; private set; }

    /// <param name="header">Fields with their line ends.</param>
    public static MimeFields Read(ReadOnlySpan<byte> header, bool isDigest)
    {
        var fields = new MimeFields();
        if (isDigest) fields.MediaType = "message/rfc822"; // RFC 2046 §5.1.5
        while (header.Length > 0)
        {
            var end = EndOfField(header);
            var field = header[..end];
            header = header[end..];
            if ((field[0] | 0x20) is not ((byte)'c' or (byte)'m' or (byte)'s')) continue;
            var colon = field.IndexOf((byte)':');
            if (colon is > 0 and < 30) fields.Take(field[..colon].TrimEnd(" \t"u8), field[(colon + 1)..Math.Min(field.Length, MaxFieldOctets + colon)]);
        }

        return fields;
    }

    private void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(name, "Content-Type"u8)) TakeType(Unfold(value));
        else if (Ascii.EqualsIgnoreCase(name, "Content-Transfer-Encoding"u8)) TakeEncoding(value.Trim(" \t\r\n"u8));
        else if (Ascii.EqualsIgnoreCase(name, "Content-Disposition"u8)) TakeDisposition(Unfold(value));
        else if (Ascii.EqualsIgnoreCase(name, "Content-ID"u8)) ContentId ??= Unfold(value);
        else if (Ascii.EqualsIgnoreCase(name, "MIME-Version"u8)) HasVersion = true;
        else if (Ascii.EqualsIgnoreCase(name, "Subject"u8)) Subject ??= Unfold(value);
    }

    /// <summary>The first counts, as for most readers.</summary>
    private void TakeType(string value)
    {
        if (HasContentType)
        {
            Faults |= MimeFaults.RepeatedField;
            return;
        }

        HasContentType = true;
        var parameters = MimeParameters.Read(value);
        // RFC 2045 §5.2: what cannot be read is text/plain.
        if (parameters.Value.Contains('/', StringComparison.Ordinal)) MediaType = parameters.Value;
        Boundary = parameters.Find("boundary");
        Charset = parameters.Find("charset");
        if (FileName.Length == 0) FileName = parameters.Find("name") ?? "";
    }

    private void TakeDisposition(string value)
    {
        var parameters = MimeParameters.Read(value);
        IsAttachment |= parameters.Value == "attachment";
        if (parameters.Find("filename") is { Length: > 0 } name) FileName = name;
    }

    private void TakeEncoding(ReadOnlySpan<byte> value)
    {
        if (HasEncoding)
        {
            Faults |= MimeFaults.RepeatedField;
            return;
        }

        HasEncoding = true;
        if (Ascii.EqualsIgnoreCase(value, "base64"u8)) Encoding = TransferEncoding.Base64;
        else if (Ascii.EqualsIgnoreCase(value, "quoted-printable"u8)) Encoding = TransferEncoding.QuotedPrintable;
        else if (!Ascii.EqualsIgnoreCase(value, "7bit"u8) && !Ascii.EqualsIgnoreCase(value, "8bit"u8) && !Ascii.EqualsIgnoreCase(value, "binary"u8))
            Faults |= MimeFaults.UnknownEncoding;
    }

    private static string Unfold(ReadOnlySpan<byte> value)
    {
        value = value.Trim(" \t\r\n"u8);
        var text = Charsets.Decode(value, null, out _);
        return value.Contains((byte)'\n') ? text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal) : text;
    }

    private static int EndOfField(ReadOnlySpan<byte> header)
    {
        for (var at = 0; ;)
        {
            var end = header[at..].IndexOf((byte)'\n');
            if (end < 0) return header.Length;
            at += end + 1;
            if (at >= header.Length || header[at] is not ((byte)' ' or (byte)'\t')) return at;
        }
    }
}
