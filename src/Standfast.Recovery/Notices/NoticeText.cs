using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Text;
using Standfast.Reputation.Feedback.Parts;

namespace Standfast.Recovery.Notices;

/// <summary>The words of a notice that was pasted, or of a message: without markup, a line a paragraph.</summary>
/// <param name="Sender">Domain of its From field, or of a line that begins so; "" where there is none.</param>
/// <param name="Own">What its writer wrote, without what is quoted.</param>
/// <param name="All">With what is quoted or passed on.</param>
internal sealed partial record NoticeText(string Sender, string Own, string All, bool IsComplete)
{
    private static readonly string[] s_passedOn = ["-----original message", "---------- forwarded message", "begin forwarded message", "----- forwarded message", "-------- original message"];

    /// <param name="text">Of a longer one the first <see cref="NoticeReader.MaxLength"/> characters count.</param>
    public static NoticeText Read(string text)
    {
        var isComplete = text.Length <= NoticeReader.MaxLength;
        if (!isComplete) text = text[..NoticeReader.MaxLength];
        text = text.TrimStart('\uFEFF', '\r', '\n', ' ');
        var plain = LooksLikeMessage(text) ? OfMessage(text) : Plain(text);
        if (plain.Length > NoticeReader.MaxLength) plain = plain[..NoticeReader.MaxLength];
        var lines = plain.ReplaceLineEndings("\n").Split('\n');
        var sender = lines.Take(60).Select(line => SenderLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups["domain"].Value.ToLowerInvariant() ?? "";
        return new NoticeText(sender, Join(Written(lines)), Join(lines.Select(line => line.TrimStart('>', ' ', '\t'))), isComplete);
    }

    private static bool LooksLikeMessage(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal) is var unix && text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var wire && unix < 0 ? wire : wire < 0 ? unix : Math.Min(unix, wire);
        return end > 0 && HeaderLine().IsMatch(text) && text.AsSpan(0, end) is var header && header.Contains("\nSubject:", StringComparison.OrdinalIgnoreCase) | header.StartsWith("Subject:", StringComparison.OrdinalIgnoreCase)
            && header.Contains("From:", StringComparison.OrdinalIgnoreCase);
    }

    private static string OfMessage(string text)
    {
        var message = PartedMessage.Read(Encoding.UTF8.GetBytes(text));
        var all = new StringBuilder($"From: {message.Header["From"]}\nSubject: {message.Header["Subject"]}\n\n");
        var hasPlain = message.Find("text/plain") is not null;
        foreach (var part in message.Parts)
        {
            var isForMachines = part.MediaType is "message/feedback-report" or "message/rfc822" or "text/rfc822-headers" or "application/x-yaml" or "text/yaml" or "application/json";
            if (!isForMachines && part.MediaType != "text/plain" && (part.MediaType != "text/html" || hasPlain)) continue;
            var content = Encoding.UTF8.GetString(part.Decode().Span);
            // What was reported is a quotation.
            if (part.MediaType is "message/rfc822" or "text/rfc822-headers") content = "> " + content.ReplaceLineEndings("\n> ");
            all.Append(part.MediaType == "text/html" ? WithoutMarkup(content) : content).Append("\n\n");
            if (all.Length > NoticeReader.MaxLength) break;
        }

        return all.ToString();
    }

    private static string Plain(string text) => Markup().IsMatch(text) ? WithoutMarkup(text) : text;

    /// <summary>Scripts and styles have no words.</summary>
    private static string WithoutMarkup(string html)
    {
        var plain = new StringBuilder();
        using var reader = new StringReader(html);
        var tokenizer = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        while (tokenizer.ReadNextToken(out var token) && plain.Length < NoticeReader.MaxLength)
        {
            if (token is HtmlDataToken { Kind: HtmlTokenKind.Data } data) plain.Append(data.Data);
            else if (token is HtmlTagToken { Id: HtmlTagId.Br or HtmlTagId.TR or HtmlTagId.LI }) plain.Append('\n');
            else if (token is HtmlTagToken { Id: HtmlTagId.P or HtmlTagId.Div or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.Table }) plain.Append("\n\n");
            else if (token is HtmlTagToken { Id: HtmlTagId.TD }) plain.Append(' ');
        }

        return plain.ToString();
    }

    private static IEnumerable<string> Written(string[] lines)
    {
        foreach (var line in lines)
        {
            if (s_passedOn.Any(mark => line.StartsWith(mark, StringComparison.OrdinalIgnoreCase))) yield break;
            if (!line.StartsWith('>')) yield return line;
        }
    }

    /// <summary>A paragraph becomes a line, with single spaces; items of lists, fields and replies stay lines of their own.</summary>
    private static string Join(IEnumerable<string> lines)
    {
        var joined = new StringBuilder();
        var isOpen = false;
        foreach (var line in lines)
        {
            var words = Clean(line).Trim();
            var isItem = Item().IsMatch(words);
            if (words.Length > 0) joined.Append(joined.Length == 0 ? "" : isOpen && !isItem ? " " : "\n").Append(words);
            isOpen = words.Length > 0 && !Field().IsMatch(words);
        }

        return joined.ToString();
    }

    /// <summary>With single spaces, and without what is not seen.</summary>
    private static string Clean(string line)
    {
        var clean = new StringBuilder(line.Length);
        foreach (var letter in line)
        {
            if (letter is '\u2019' or '\u2018' or '\u02BC')
            {
                clean.Append('\'');
            }
            else if (char.IsControl(letter) || char.IsWhiteSpace(letter))
            {
                if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
            }
            else if (letter is not ((>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u00AD' or '\uFEFF'))
            {
                clean.Append(letter);
            }
        }

        return clean.ToString();
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9-]{0,60}:[ \t]", RegexOptions.NonBacktracking)]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"^[> *]{0,4}From:.{0,200}@(?<domain>[A-Za-z0-9.-]{1,253}[A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SenderLine();

    [GeneratedRegex(@"<(html|body|div|p|br|table|span)[ />]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Markup();

    [GeneratedRegex(@"^([-*•] |[0-9]{1,2}[.)] |[45][0-9]{2}[ -]|[A-Za-z][A-Za-z-]{1,30}:)", RegexOptions.NonBacktracking)]
    private static partial Regex Item();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z -]{1,30}: \S{1,200}$|^Subject:", RegexOptions.NonBacktracking)]
    private static partial Regex Field();
}
