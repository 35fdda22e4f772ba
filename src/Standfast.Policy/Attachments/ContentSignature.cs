namespace Standfast.Policy.Attachments;

/// <summary>Octets by which a kind of file is known.</summary>
/// <param name="Octets">Offset, from the end where negative, and what stands there; all of them.</param>
/// <param name="IsBinary">A NUL is among the first 64 octets, which no text has.</param>
internal sealed record ContentSignature(IReadOnlyList<(int Offset, byte[] Octets)> Octets, bool IsBinary, FileType Type)
{
    private const int BinaryOctets = 64;

    public bool Matches(ReadOnlySpan<byte> content)
    {
        foreach (var (offset, octets) in Octets)
        {
            var at = offset < 0 ? content.Length + offset : offset;
            if (at < 0 || at + octets.Length > content.Length || !content.Slice(at, octets.Length).SequenceEqual(octets)) return false;
        }

        return !IsBinary || content[..Math.Min(BinaryOctets, content.Length)].Contains((byte)0);
    }
}
