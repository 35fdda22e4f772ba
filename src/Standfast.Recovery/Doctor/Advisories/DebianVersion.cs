namespace Standfast.Recovery.Doctor.Advisories;

/// <summary>Order of versions of Debian packages (deb-version(7)): epoch, upstream version, revision; a tilde sorts before everything, also the end.</summary>
public static class DebianVersion
{
    /// <returns>Below 0 where the left is older, above where it is newer.</returns>
    public static int Compare(string left, string right)
    {
        var (epoch, upstream, revision) = Split(left);
        var (otherEpoch, otherUpstream, otherRevision) = Split(right);
        if (epoch != otherEpoch) return epoch.CompareTo(otherEpoch);
        var order = ComparePart(upstream, otherUpstream);
        return order != 0 ? order : ComparePart(revision, otherRevision);
    }

    private static (long Epoch, string Upstream, string Revision) Split(string version)
    {
        var colon = version.IndexOf(':', StringComparison.Ordinal);
        var epoch = colon > 0 && long.TryParse(version.AsSpan(0, colon), out var number) ? number : 0;
        var rest = version[(colon + 1)..];
        var hyphen = rest.LastIndexOf('-');
        return hyphen < 0 ? (epoch, rest, "") : (epoch, rest[..hyphen], rest[(hyphen + 1)..]);
    }

    private static int ComparePart(string left, string right)
    {
        var (i, j) = (0, 0);
        while (i < left.Length || j < right.Length)
        {
            while ((i < left.Length && !char.IsAsciiDigit(left[i])) || (j < right.Length && !char.IsAsciiDigit(right[j])))
            {
                var order = Weight(left, i) - Weight(right, j);
                if (order != 0) return order;
                i++;
                j++;
            }

            var (first, second) = (Digits(left, ref i), Digits(right, ref j));
            var byLength = first.Length - second.Length;
            if (byLength != 0) return byLength;
            var byValue = string.CompareOrdinal(first, second);
            if (byValue != 0) return byValue;
        }

        return 0;
    }

    private static int Weight(string text, int index)
    {
        if (index >= text.Length || char.IsAsciiDigit(text[index])) return 0;
        return text[index] == '~' ? -1 : char.IsAsciiLetter(text[index]) ? text[index] : text[index] + 256;
    }

    private static string Digits(string text, ref int index)
    {
        var start = index;
        while (index < text.Length && char.IsAsciiDigit(text[index])) index++;
        return text[start..index].TrimStart('0');
    }
}
