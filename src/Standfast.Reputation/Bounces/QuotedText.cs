namespace Standfast.Reputation.Bounces;

/// <summary>Text that was quoted when it was forwarded.</summary>
internal static class QuotedText
{
    /// <summary>Without the ">" in front; the arrows of a transcript (">>> RCPT TO") stay.</summary>
    public static string Strip(string line)
    {
        if (!line.StartsWith('>')) return line;
        if (line.StartsWith(">>>", StringComparison.Ordinal) && !line.StartsWith(">>>>", StringComparison.Ordinal)) return line;
        return line.Length > 1 && line[1] == ' ' ? line[2..] : line[1..];
    }
}
