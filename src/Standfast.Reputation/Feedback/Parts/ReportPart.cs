using MimeKit;
using MimeKit.Encodings;

namespace Standfast.Reputation.Feedback.Parts;

/// <summary>A part that has no parts of its own; a message inside a message is one.</summary>
/// <param name="MediaType">In lower case, such as message/feedback-report.</param>
/// <param name="FileName">As its disposition or type says; null where neither does.</param>
/// <param name="Raw">As it came, in its transfer encoding.</param>
public sealed record ReportPart(string MediaType, string? FileName, PartFields Fields, ReadOnlyMemory<byte> Raw)
{
    /// <summary>The content in octets. It is never longer than <see cref="Raw"/>.</summary>
    public ReadOnlyMemory<byte> Decode()
    {
        IMimeDecoder? decoder = (Fields["Content-Transfer-Encoding"] ?? "").Trim().ToLowerInvariant() switch
        {
            "base64" => new Base64Decoder(),
            "quoted-printable" => new QuotedPrintableDecoder(),
            _ => null,
        };
        if (decoder is null) return Raw;
        var input = Raw.ToArray();
        var output = new byte[decoder.EstimateOutputLength(input.Length)];
        return output.AsMemory(0, decoder.Decode(input, 0, input.Length, output));
    }

    internal static ReportPart Of(ContentType type, PartFields fields, ReadOnlyMemory<byte> raw)
    {
        var name = type.Name;
        if (fields["Content-Disposition"] is { } text && ContentDisposition.TryParse(text, out var disposition) && disposition.FileName is { Length: > 0 } given) name = given;
        return new ReportPart($"{type.MediaType}/{type.MediaSubtype}".ToLowerInvariant(), string.IsNullOrEmpty(name) ? null : name, fields, raw);
    }
}
