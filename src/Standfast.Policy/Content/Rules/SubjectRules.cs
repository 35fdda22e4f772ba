using Standfast.Policy.Content.Scripts;

namespace Standfast.Policy.Content.Rules;

/// <summary>Whether the subject tells what the message is.</summary>
internal sealed class SubjectRules(ContentLists lists) : IContentRule
{
    /// <summary>Letters from which capitals throughout are no abbreviation; ours.</summary>
    private const int ManyLetters = 12;

    /// <summary>Octets of a Thread-Index of a first message, in base64 (MS-OXOMSG §2.2.1.3: 22 octets); replies have more.</summary>
    private const int FirstThreadIndex = 32;

    public void Check(ContentMessage message, ICollection<ContentFinding> findings)
    {
        var subject = message.View.Subject;
        var where = $"Subject {ContentMessage.Quote(subject)}";
        if (subject.AsSpan().Trim().IsEmpty)
        {
            if (message.IsBulk) findings.Add(new ContentFinding("SF-4008", 2, "Subject", "is missing or empty", "say in the subject what the message is"));
            return;
        }

        CheckReply(message, where, findings);
        CheckCharacters(message, where, findings);
        CheckTone(message, where, findings);
        if (message.View.Attachments.Count == 0 && lists.AttachmentSubjects.IsIn(subject))
            findings.Add(new ContentFinding("SF-4003", message.IsBulk ? 4 : 2, where, "speaks of an attachment, and there is none", "attach what the subject speaks of, or do not speak of it"));
    }

    private void CheckReply(ContentMessage message, string where, ICollection<ContentFinding> findings)
    {
        if (Markers.FindIn(message.View.Subject, lists, out var isForward) is not { } marker || IsReply(message, isForward)) return;
        var points = !message.IsBulk ? 4 : message.IsDiscussion ? 3 : 10;
        findings.Add(new ContentFinding(
            "SF-4001", points, where, isForward ? $"begins with \"{marker}:\", and nothing is forwarded" : $"begins with \"{marker}:\" as a reply does, and no In-Reply-To or References names what it replies to",
            "take the marker out of the subject; a true reply names the message in In-Reply-To"));
    }

    private bool IsReply(ContentMessage message, bool isForward)
    {
        if (message.Has("In-Reply-To") || message.Has("References") || message.Value("Thread-Index") is { Length: > FirstThreadIndex }) return true;
        if (message.IsBulk && !message.IsDiscussion) return false;
        if (isForward && message.View.Attachments.Any(attachment => attachment.ContentType is "message/rfc822" or "message/global")) return true;
        // Programs that name nothing quote all the same.
        return message.View.Text.Contains("\n>", StringComparison.Ordinal) || message.View.Html.Contains("<blockquote", StringComparison.OrdinalIgnoreCase) || lists.ForwardedMarks.IsIn(message.Body);
    }

    private static void CheckCharacters(ContentMessage message, string where, ICollection<ContentFinding> findings)
    {
        var subject = message.View.Subject;
        if (System.Text.Ascii.IsValid(subject)) return;
        if (LookAlikes.HasMixedWord(subject, out var word))
            findings.Add(new ContentFinding("SF-4005", message.IsBulk ? 8 : 4, where, $"mixes scripts in {ContentMessage.Quote(word)}, which reads as \"{LookAlikes.Skeleton(word)}\"", "write each word in letters of one script"));
        if (InvisibleCharacters.CountWithinWords(subject, withSoftHyphen: true) > 0)
            findings.Add(new ContentFinding("SF-4006", message.IsBulk ? 8 : 4, where, "holds characters within words that are not seen", "take them out: filters know them as a way to hide words"));
        if (InvisibleCharacters.HasOverride(subject))
            findings.Add(new ContentFinding("SF-4007", message.IsBulk ? 8 : 4, where, "holds a character that turns the text round (U+202D, U+202E)", "take it out; Hebrew and Arabic need none"));
    }

    private void CheckTone(ContentMessage message, string where, ICollection<ContentFinding> findings)
    {
        var subject = message.View.Subject.AsSpan();
        var (upper, lower) = (0, 0);
        foreach (var character in subject)
        {
            if (char.IsUpper(character)) upper++;
            else if (char.IsLower(character)) lower++;
        }

        if (upper >= ManyLetters && lower <= upper / 8 && subject.Trim().Contains(' '))
            findings.Add(new ContentFinding("SF-4004", message.IsBulk ? 3 : 1, where, "is in capitals", "write it as a sentence"));
        if (message.IsBulk && lists.DeceptiveSubjects.IsIn(subject))
            findings.Add(new ContentFinding("SF-4002", 4, where, "alarms, or claims a state of the reader's own affairs, in a message to many", "say what the message is; what concerns one reader is transactional mail"));
        if (subject.Contains("!!!", StringComparison.Ordinal) || subject.Contains("$$$", StringComparison.Ordinal) || subject.Contains("???", StringComparison.Ordinal))
            findings.Add(new ContentFinding("SF-4009", message.IsBulk ? 2 : 1, where, "shouts by its signs", "one sign is enough"));
    }
}
