namespace Standfast.Mail.ReturnPaths;

/// <summary>RFC 4648 §6 in lower case, without padding.</summary>
public static class Base32
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static string Write(ReadOnlySpan<byte> octets)
    {
        Span<char> text = stackalloc char[((octets.Length * 8) + 4) / 5];
        var (bits, count, next) = (0u, 0, 0);
        foreach (var octet in octets)
        {
            bits = (bits << 8) | octet;
            for (count += 8; count >= 5; count -= 5) text[next++] = Alphabet[(int)((bits >> (count - 5)) & 31)];
        }

        if (count > 0) text[next] = Alphabet[(int)((bits << (5 - count)) & 31)];
        return new string(text);
    }

    /// <summary>Takes exactly one text for each content: a last character with bits to spare has them zero.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, Span<byte> octets)
    {
        if (text.Length != ((octets.Length * 8) + 4) / 5) return false;
        var (bits, count, next) = (0u, 0, 0);
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(char.ToLowerInvariant(character), StringComparison.Ordinal);
            if (digit < 0) return false;
            bits = (bits << 5) | (uint)digit;
            count += 5;
            if (count < 8) continue;
            count -= 8;
            octets[next++] = (byte)(bits >> count);
        }

        return (bits & ((1u << count) - 1)) == 0;
    }
}
