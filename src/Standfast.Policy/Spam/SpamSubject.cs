using Standfast.Policy.Content;

namespace Standfast.Policy.Spam;

/// <summary>What the classifier looks at of a message.</summary>
/// <param name="FromHost">Domain of the From address; empty where there is none.</param>
/// <param name="ReplyHost">Domain that answers go to; null where Reply-To is missing.</param>
public sealed record SpamSubject(MessageView View, string FromHost, string? ReplyHost)
{
    /// <summary>Words below which nothing is said of a message without links and HTML; ours. A line of text is no evidence of anything.</summary>
    public const int MinWords = 12;

    /// <summary>A minimal message, which is never judged.</summary>
    public bool IsMinimal
    {
        get
        {
            if (View.Html.Length > 0 || View.Links.Count > 0 || View.Attachments.Count > 0 || View.Text.Length > 2_000) return false;
            var (words, inWord) = (0, false);
            foreach (var character in View.Text)
            {
                var isLetter = char.IsLetter(character);
                if (isLetter && !inWord) words++;
                inWord = isLetter;
            }

            return words < MinWords;
        }
    }
}
