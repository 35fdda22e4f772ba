namespace Standfast.Policy.Content;

/// <summary>A part of a message that is neither its text nor its HTML.</summary>
/// <param name="FileName">As the recipient would see it; empty where it has none.</param>
/// <param name="ContentType">type/subtype in lower case.</param>
/// <param name="Content">Decoded.</param>
public sealed record AttachmentView(string FileName, string ContentType, ReadOnlyMemory<byte> Content)
{
    /// <summary>Shown within the HTML (has a Content-ID), as logos are.</summary>
    public bool IsInline { get; init; }
}
