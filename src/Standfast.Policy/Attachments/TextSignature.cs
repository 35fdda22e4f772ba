namespace Standfast.Policy.Attachments;

/// <summary>Words by which a text is known to be run by something.</summary>
/// <param name="Words">In lower case; all of them.</param>
/// <param name="Starts">The first of them begins the text.</param>
/// <param name="IsForPlainText">Also where the name says that it is plain text.</param>
internal sealed record TextSignature(IReadOnlyList<string> Words, bool Starts, bool IsForPlainText, FileType Type)
{
    public bool Matches(string text)
    {
        if (Starts && !text.AsSpan().TrimStart().StartsWith(Words[0], StringComparison.OrdinalIgnoreCase)) return false;
        foreach (var word in Words)
            if (!text.Contains(word, StringComparison.OrdinalIgnoreCase))
                return false;
        return true;
    }
}
