using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Standfast.Mail.Headers;

namespace Standfast.MailAuth.Dkim;

/// <summary>
/// Makes DKIM-Signature fields: rsa-sha256, relaxed/relaxed, never <c>l=</c>. Fields whose later addition would change what
/// a reader sees are oversigned: named once more than they occur (RFC 6376 §8.15), so that adding one breaks the signature.
/// </summary>
public static class DkimSigner
{
    private static readonly string[] s_oversigned =
        ["From", "To", "Cc", "Subject", "Date", "Reply-To", "Message-ID", "MIME-Version", "Content-Type", "List-Unsubscribe", "List-Unsubscribe-Post"];

    private static readonly string[] s_signed =
        ["Sender", "Content-Transfer-Encoding", "In-Reply-To", "References", "List-Id", "Feedback-ID", "CFBL-Address", "CFBL-Feedback-ID"];

    /// <returns>The whole field, folded, with its final CRLF; it goes before the header it signs.</returns>
    public static string Sign(HeaderSection headers, ReadOnlySpan<byte> bodyHash, DkimKey key, DateTimeOffset now)
    {
        var names = new List<string>(32);
        var input = new ArrayBufferWriter<byte>(2048);
        foreach (var name in s_oversigned) Add(headers, name, oversign: true, names, input);
        foreach (var name in s_signed) Add(headers, name, oversign: false, names, input);

        var field = new StringBuilder(1024)
            .Append("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n\td=").Append(key.Domain.Value)
            .Append("; s=").Append(key.Selector)
            .Append("; t=").Append(now.ToUnixTimeSeconds())
            .Append(";\r\n\th=");
        AppendFolded(field, names);
        field.Append(";\r\n\tbh=").Append(Convert.ToBase64String(bodyHash)).Append(";\r\n\tb=");
        // The signature field itself is the last input, with an empty b= and no line end (RFC 6376 §3.7).
        HeaderCanonicalization.WriteRelaxed(field.ToString(), input, withLineEnd: false);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input.WrittenSpan, hash);
        var signature = Convert.ToBase64String(key.SignHash(hash));
        const int lineLength = 72;
        for (var start = 0; start < signature.Length; start += lineLength)
        {
            if (start > 0) field.Append("\r\n\t ");
            field.Append(signature, start, Math.Min(lineLength, signature.Length - start));
        }

        return field.Append("\r\n").ToString();
    }

    /// <summary>Several fields of one name are signed from the bottom up (RFC 6376 §5.4.2).</summary>
    private static void Add(HeaderSection headers, string name, bool oversign, List<string> names, ArrayBufferWriter<byte> input)
    {
        for (var index = headers.Fields.Count - 1; index >= 0; index--)
        {
            var field = headers.Fields[index];
            if (!field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            names.Add(name);
            HeaderCanonicalization.WriteRelaxed(headers.Raw(field), input, withLineEnd: true);
        }

        if (oversign) names.Add(name);
    }

    private static void AppendFolded(StringBuilder field, List<string> names)
    {
        var line = 0;
        for (var index = 0; index < names.Count; index++)
        {
            if (index > 0) field.Append(':');
            if (line > 60)
            {
                field.Append("\r\n\t ");
                line = 0;
            }

            field.Append(names[index]);
            line += names[index].Length + 1;
        }
    }
}
