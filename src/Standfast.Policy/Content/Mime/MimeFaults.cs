namespace Standfast.Policy.Content.Mime;

/// <summary>What is wrong with the structure of a message: readers differ in what they make of it.</summary>
[Flags]
public enum MimeFaults
{
    None = 0,

    /// <summary>A character that is none of base64 (RFC 2045 §6.8).</summary>
    BrokenBase64 = 1,

    /// <summary>An equals sign that two hexadecimal digits or a line end do not follow (RFC 2045 §6.7).</summary>
    BrokenQuotedPrintable = 2,

    /// <summary>A multipart without a boundary parameter (RFC 2046 §5.1.1).</summary>
    MissingBoundary = 4,

    /// <summary>A multipart whose last delimiter is missing.</summary>
    UnclosedMultipart = 8,

    /// <summary>A multipart without any part.</summary>
    EmptyMultipart = 16,

    /// <summary>Nested deeper than is looked at.</summary>
    TooDeep = 32,

    /// <summary>More parts than are looked at.</summary>
    TooManyParts = 64,

    /// <summary>Content-Type or Content-Transfer-Encoding twice in one part.</summary>
    RepeatedField = 128,

    /// <summary>A Content-Transfer-Encoding that is none (RFC 2045 §6.1).</summary>
    UnknownEncoding = 256,

    /// <summary>A charset that is not known here.</summary>
    UnknownCharset = 512,
}
