namespace Standfast.Policy.Content.Rules;

/// <summary>What laws and receivers demand of mail to many: a way out, and who stands behind it (CAN-SPAM, 15 USC 7704(a)(5); CASL).</summary>
internal sealed class BulkRules(ContentLists lists) : IContentRule
{
    /// <summary>Ours; what is quoted that often is a long discussion.</summary>
    private const int MaxClaims = 20;

    public void Check(ContentMessage message, ICollection<ContentFinding> findings)
    {
        var body = message.Body;
        if (Placeholder(message.View.Subject) is { } inSubject)
            findings.Add(new ContentFinding("SF-4053", message.IsBulk ? 4 : 2, "Subject", $"holds {ContentMessage.Quote(inSubject)}, which nobody filled in", "fill in the template, and send a test to yourself first"));
        else if (message.IsBulk && Placeholder(body) is { } inBody)
            findings.Add(new ContentFinding("SF-4053", 3, "the text", $"holds {ContentMessage.Quote(inBody)}, which nobody filled in", "fill in the template, and send a test to yourself first"));
        if (!message.IsBulk && message.View.Attachments.Count > 0) return;
        var marks = MarksOf(body, out var claim) | (message.IsBulk ? MarksOf(Other(message), out _) : BodyMarks.None);
        if (message.View.Attachments.Count == 0 && claim is not null)
            findings.Add(new ContentFinding("SF-4054", 1, "the text", $"speaks of an attachment ({ContentMessage.Quote(claim)}), and there is none", "attach it"));
        if (!message.IsBulk || message.IsDiscussion) return;
        if ((marks & BodyMarks.Unsubscribe) == 0)
            findings.Add(new ContentFinding("SF-4051", 3, "the text", "shows no way to unsubscribe", "put a link to unsubscribe into the body too"));
        if ((marks & BodyMarks.TemplateAddress) != 0)
            findings.Add(new ContentFinding("SF-4052", 4, "the postal address", "is that of the template", "write your own: the law of many countries demands it"));
        else if ((marks & BodyMarks.Address) == 0 && !PostalAddress.IsIn(body, lists) && !PostalAddress.IsIn(Other(message), lists))
            findings.Add(new ContentFinding("SF-4050", 2, "the text", "holds no postal address of the sender", "write name, street and town at the end of the text: the law of many countries demands it"));
    }

    /// <summary>The plain text beside an HTML body.</summary>
    private static string Other(ContentMessage message) => message.View.VisibleText.Length > 0 ? message.View.Text : "";

    /// <param name="claim">Words that speak of an attachment, where they are not quoted.</param>
    private BodyMarks MarksOf(ReadOnlySpan<char> text, out string? claim)
    {
        claim = null;
        var (marks, count) = (BodyMarks.None, 0);
        for (var at = lists.BodyPhrases.Next(text, 0, out var mark); at >= 0; at = lists.BodyPhrases.Next(text, at + 1, out mark))
        {
            if (mark != BodyMarks.Attachment)
            {
                marks |= mark;
            }
            else if (claim is null && ++count <= MaxClaims && text[text[..at].LastIndexOf('\n') + 1] is not ('>' or '|'))
            {
                var end = text[at..].IndexOfAny(".,\n");
                claim = text.Slice(at, Math.Min(end < 0 ? text.Length - at : end, 40)).ToString();
            }
        }

        return marks;
    }

    /// <summary>A field of a template, as the common programs write them: {{name}}, *|NAME|*, %%name%%, ${name}.</summary>
    private static string? Placeholder(ReadOnlySpan<char> text) =>
        Between(text, "{{", "}}") ?? Between(text, "*|", "|*") ?? Between(text, "%%", "%%") ?? Between(text, "${", "}") ?? Between(text, "[[", "]]");

    private static string? Between(ReadOnlySpan<char> text, string open, string close)
    {
        const int MaxName = 40;
        while (text.IndexOf(open) is var start and >= 0)
        {
            text = text[start..];
            var rest = text[open.Length..];
            var end = rest[..Math.Min(rest.Length, MaxName)].IndexOf(close);
            if (end > 1 && IsName(rest[..end].Trim())) return text[..(open.Length + end + close.Length)].ToString();
            text = rest;
        }

        return null;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !char.IsLetter(text[0])) return false;
        foreach (var character in text)
            if (!char.IsLetterOrDigit(character) && character is not ('_' or '.' or '-' or ' ' or ':' or '|'))
                return false;
        return true;
    }
}
