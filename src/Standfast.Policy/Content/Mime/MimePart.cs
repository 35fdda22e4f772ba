namespace Standfast.Policy.Content.Mime;

/// <summary>A leaf of a message's structure, or a message within it.</summary>
/// <param name="MediaType">type/subtype in lower case.</param>
/// <param name="FileName">Empty where it has none.</param>
/// <param name="Body">Still encoded.</param>
/// <param name="IsNested">Part of an attached message.</param>
internal sealed record MimePart(
    string MediaType, string? Charset, string FileName, bool IsAttachment, bool HasContentId, TransferEncoding Encoding, ReadOnlyMemory<byte> Body, bool IsNested)
{
    public bool IsText => !IsAttachment && !IsNested && MediaType is "text/plain" or "text/html";
}
