using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Standfast.Policy.Content;

namespace Standfast.Benchmarks.Spam;

/// <summary>The public corpora in a folder beside the repository, and honest mail of today that we wrote ourselves.</summary>
internal static partial class SpamCorpora
{
    private static readonly (string Folder, string Source, bool IsSpam)[] s_parts =
    [
        ("spamassassin-public/easy-ham-1", "spamassassin/ham", false), ("spamassassin-public/easy-ham-2", "spamassassin/ham", false), ("spamassassin-public/hard-ham-1", "spamassassin/hard-ham", false),
        ("spamassassin-public/spam-1", "spamassassin/spam", true), ("spamassassin-public/spam-2", "spamassassin/spam", true),
        ("csdmc2010/ham", "csdmc/ham", false), ("csdmc2010/spam", "csdmc/spam", true), ("phishing-pot", "phishing-pot/spam", true),
    ];

    // Fields that a filter or an archive added, or that name the list and the year.
    private static readonly string[] s_cut = ["x-", "received", "delivered-to", "return-path", "list-", "sender", "errors-to", "precedence", "status", "lines", "mailing-list", "arc-", "authentication-results", "dkim-signature", "domainkey", "old-", "replied", "forwarded"];

    public static List<CorpusMessage> Read(string folder)
    {
        var messages = new List<CorpusMessage>();
        foreach (var (part, source, isSpam) in s_parts)
        {
            var path = Path.Combine(folder, part);
            if (!Directory.Exists(path)) continue;
            foreach (var file in Directory.GetFiles(path).Order(StringComparer.Ordinal)) messages.Add(Make(source, isSpam, Path.GetFileName(file), File.ReadAllBytes(file)));
        }

        // The corpora overlap: a message that stands in two is taken once.
        return [.. messages.DistinctBy(message => message.Key)];
    }

    /// <param name="content">As it was archived.</param>
    public static CorpusMessage Make(string source, bool isSpam, string name, byte[] content)
    {
        var text = Encoding.Latin1.GetString(content).Replace("\r\n", "\n", StringComparison.Ordinal);
        if (text.StartsWith("From ", StringComparison.Ordinal)) text = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var (header, body) = end < 0 ? (text, "") : (text[..(end + 1)], text[(end + 2)..]);
        header = Verdict().Replace(header, "Subject: ");
        body = Footer().Replace(body, "\n");
        var neutral = Encoding.Latin1.GetBytes((header.TrimEnd('\n') + "\n\n" + body).Replace("\n", "\r\n", StringComparison.Ordinal));
        var view = MessageView.Parse(neutral);
        var letters = new string([.. (view.Subject + view.VisibleText + view.Text).Where(char.IsLetter).Take(400)]);
        return new CorpusMessage(source, isSpam, name, neutral, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(letters.Length < 20 ? name + letters : letters))));
    }

    /// <summary>Without the fields that only an archive or a filter on the way has: what our own engine is given.</summary>
    public static byte[] WithoutTrace(byte[] content)
    {
        var text = Encoding.Latin1.GetString(content);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var kept = new StringBuilder();
        var keeps = true;
        foreach (var line in text[..(end + 2)].Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] is not (' ' or '\t')) keeps = !s_cut.Any(field => line.StartsWith(field, StringComparison.OrdinalIgnoreCase));
            if (keeps) kept.Append(line).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(kept + text[(end + 2)..]);
    }

    [GeneratedRegex(@"^Subject:\s*(?:\[SPAM\]|\*+ ?SPAM ?\*+|\{Spam\?\})\s*", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Verdict();

    // What a mailing list adds at the end.
    [GeneratedRegex(@"\n(?:_{20,}|-{20,}|={20,})\n(?:[^\n]*\n){0,4}?[^\n]*(?:mailing list|sponsored by|lists\.|listinfo|sourceforge|yahoo! groups|unsubscribe)[\s\S]{0,1500}$", RegexOptions.IgnoreCase)]
    private static partial Regex Footer();
}
