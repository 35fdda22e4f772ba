using Standfast.Policy.Content.Mime;

namespace Standfast.Policy.Content;

/// <summary>A part of a message that is neither its text nor its HTML.</summary>
/// <param name="FileName">As the recipient would see it; empty where it has none.</param>
/// <param name="ContentType">type/subtype in lower case.</param>
/// <param name="Content">Decoded.</param>
public sealed record AttachmentView(string FileName, string ContentType, ReadOnlyMemory<byte> Content)
{
    private readonly TransferEncoding _encoding;
    private readonly ReadOnlyMemory<byte> _encoded = Content;
    private ReadOnlyMemory<byte>? _decoded;

    internal AttachmentView(MimePart part)
        : this(part.FileName, part.MediaType, part.Body) => (_encoding, IsInline, IsNested) = (part.Encoding, part.HasContentId, part.IsNested);

    /// <summary>Shown within the HTML (has a Content-ID), as logos are.</summary>
    public bool IsInline { get; init; }

    /// <summary>A part of a message that is itself attached, or that message's text.</summary>
    public bool IsNested { get; init; }

    /// <summary>Some of it is not in the encoding that it is said to be in.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Decoded at first use, as far as it can be; that costs its size in RAM.</summary>
    public ReadOnlyMemory<byte> Content => _decoded ??= Decode();

    private ReadOnlyMemory<byte> Decode()
    {
        if (_encoding == TransferEncoding.Identity) return _encoded;
        var content = TransferDecoder.Decode(_encoded.Span, _encoding, out var isBroken);
        IsBroken = isBroken;
        return content;
    }
}
