using Standfast.Policy.Content.Mime;

namespace Standfast.Policy.Content.Rules;

/// <summary>How the body is made: lines and MIME.</summary>
internal sealed class StructureRules : IContentRule
{
    private static readonly (MimeFaults Fault, int Points, string Reason, string Fix)[] s_faults =
    [
        (MimeFaults.TooDeep, 5, "nests deeper than any honest message", "send fewer levels"),
        (MimeFaults.TooManyParts, 5, $"has more than {MimeReader.MaxParts} parts", "send fewer parts, or an archive"),
        (MimeFaults.MissingBoundary, 4, "is multipart and names no boundary (RFC 2046 section 5.1.1)", "let a mail library make the message"),
        (MimeFaults.EmptyMultipart, 4, "is multipart and holds no part with the boundary that it names", "use the boundary of Content-Type before each part"),
        (MimeFaults.UnclosedMultipart, 2, "is multipart and its last boundary is missing", "end with the boundary and two hyphens"),
        (MimeFaults.BrokenBase64, 3, "is said to be base64 and is not", "encode the text, or name the true encoding"),
        (MimeFaults.BrokenQuotedPrintable, 1, "is said to be quoted-printable and has equals signs that encode nothing", "encode each equals sign as =3D"),
        (MimeFaults.RepeatedField, 4, "has a part with two types or two encodings", "name each once: readers differ in which one they take"),
        (MimeFaults.UnknownEncoding, 2, "has a Content-Transfer-Encoding that does not exist", "use 7bit, 8bit, quoted-printable or base64"),
        (MimeFaults.UnknownCharset, 1, "names a charset that readers do not know", "use UTF-8"),
    ];

    public void Check(ContentMessage message, ICollection<ContentFinding> findings)
    {
        var view = message.View;
        if (view.Faults != MimeFaults.None)
            foreach (var (fault, points, reason, fix) in s_faults)
                if ((view.Faults & fault) != 0)
                    findings.Add(new ContentFinding("SF-4046", points, "the body", reason, fix));
        if (view is { HasMimeFields: true, HasMimeVersion: false })
            findings.Add(new ContentFinding("SF-4044", 1, "MIME-Version", "is missing, and the message has Content- fields (RFC 2045 section 4)", "add MIME-Version: 1.0"));
        var body = message.Content.Span[Math.Min(view.HeaderOctets, message.Content.Length)..];
        if (HeaderFieldRules.HasLongLine(body))
            findings.Add(new ContentFinding("SF-4042", 2, "the body", "has a line of more than 998 octets (RFC 5322 section 2.1.1): a server on the way may break it, and the signature with it", "send it in quoted-printable or base64"));
        if (body.Contains((byte)0))
            findings.Add(new ContentFinding("SF-4048", 3, "the body", "holds NUL", "send what is no text in base64"));
        if (LineEndPairs.AreBroken(message.Content.Span))
            findings.Add(new ContentFinding("SF-4045", 5, "the message", "mixes line ends: a CR or LF stands alone (RFC 5322 section 2.2)", "end every line with CRLF"));
    }
}
