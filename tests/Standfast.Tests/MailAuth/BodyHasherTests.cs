using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Standfast.MailAuth.Dkim;

namespace Standfast.Tests.MailAuth;

public sealed class BodyHasherTests
{
    private static readonly string[] s_pieces = ["a", "word", "é", " ", " ", "  ", "\t", " \t ", "\r\n", "\r\n", "\r\n\r\n", " \r\n", "a line of more than thirty-two octets, as most are"];

    [Fact]
    public void Hash_IsThatOfTheRelaxedForm_WhereverThePiecesAreCut()
    {
        var random = new Random(7);
        for (var round = 0; round < 3_000; round++)
        {
            var body = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => s_pieces[random.Next(s_pieces.Length)]));
            using var hasher = new BodyHasher();
            for (var rest = Encoding.UTF8.GetBytes(body).AsMemory(); !rest.IsEmpty;)
            {
                var cut = random.Next(1, rest.Length + 1);
                hasher.Append(rest.Span[..cut]);
                rest = rest[cut..];
            }

            Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(Relaxed(body))), hasher.Finish());
        }
    }

    /// <summary>RFC 6376 §3.4.4, word for word.</summary>
    private static string Relaxed(string body)
    {
        var lines = Regex.Replace(Regex.Replace(body, "[ \t]+", " "), " (?=\r\n)", "");
        // A body that does not end in a line end is given one; white space alone at its end is that of an empty line.
        lines = Regex.Replace(lines, @"(\r\n)* ?\z", "");
        return lines.Length == 0 ? "" : lines + "\r\n";
    }
}
