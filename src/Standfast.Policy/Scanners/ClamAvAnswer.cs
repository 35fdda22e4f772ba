using System.Text;

namespace Standfast.Policy.Scanners;

/// <summary>What clamd answers to INSTREAM: "stream: OK", "stream: NAME FOUND", or words that end in ERROR.</summary>
public static class ClamAvAnswer
{
    /// <summary>Ours; names of signatures have some tens of octets.</summary>
    public const int MaxOctets = 4096;

    private const int MaxNameLength = 100;

    /// <param name="answer">Without the NUL at its end.</param>
    public static ScanVerdict Read(ReadOnlySpan<byte> answer)
    {
        if (answer.Length > MaxOctets) return new ScanVerdict.Unavailable("its answer is too long");
        var text = Encoding.Latin1.GetString(answer).Trim();
        if (text == "stream: OK") return new ScanVerdict.Clean();
        if (text.StartsWith("stream: ", StringComparison.Ordinal) && text.EndsWith(" FOUND", StringComparison.Ordinal) && text.Length > "stream: ".Length + " FOUND".Length)
            return new ScanVerdict.Infected(Printable(text["stream: ".Length..^" FOUND".Length]));
        if (text.Contains("size limit exceeded", StringComparison.Ordinal)) return new ScanVerdict.TooLarge();
        return new ScanVerdict.Unavailable($"it answered \"{Printable(text)}\"");
    }

    private static string Printable(string text) => string.Concat(text.Take(MaxNameLength).Select(character => character is >= ' ' and <= '~' ? character : '?'));
}
