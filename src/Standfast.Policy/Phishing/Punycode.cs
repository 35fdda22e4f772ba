using System.Text;

namespace Standfast.Policy.Phishing;

/// <summary>A-labels in Unicode (RFC 3492). The runtime's IdnMapping throws where a sender wrote nonsense; this does not.</summary>
public static class Punycode
{
    private const string Prefix = "xn--";

    /// <summary>RFC 5891 §4.2.4 by way of RFC 1035: a label has at most 63 octets.</summary>
    private const int MaxLabel = 63;

    // RFC 3492 §5.
    private const int Base = 36;
    private const int TMin = 1;
    private const int TMax = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int InitialBias = 72;
    private const int InitialN = 128;

    /// <summary>The host with each label decoded that can be; the others as they came.</summary>
    public static string ToUnicode(string host) =>
        host.Contains(Prefix, StringComparison.OrdinalIgnoreCase)
            ? string.Join('.', host.Split('.').Select(label => label.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && TryDecode(label.AsSpan(Prefix.Length), out var decoded) ? decoded : label))
            : host;

    /// <summary>RFC 3492 §6.2.</summary>
    /// <param name="encoded">Without the prefix xn--.</param>
    public static bool TryDecode(ReadOnlySpan<char> encoded, out string decoded)
    {
        decoded = "";
        if (encoded.Length is 0 or > MaxLabel) return false;
        var output = new List<int>(encoded.Length);
        var delimiter = encoded.LastIndexOf('-');
        for (var index = 0; index < delimiter; index++)
        {
            if (encoded[index] >= InitialN) return false;
            output.Add(encoded[index]);
        }

        var (n, position, bias) = (InitialN, 0L, InitialBias);
        for (var at = delimiter > 0 ? delimiter + 1 : 0; at < encoded.Length;)
        {
            var before = position;
            for (long weight = 1, step = Base; ; step += Base)
            {
                if (at == encoded.Length || Digit(encoded[at++]) is not (>= 0 and var digit)) return false;
                position += digit * weight;
                if (position > int.MaxValue) return false;
                var threshold = step <= bias ? TMin : step >= bias + TMax ? TMax : step - bias;
                if (digit < threshold) break;
                weight *= Base - threshold;
                if (weight > int.MaxValue) return false;
            }

            var count = output.Count + 1;
            bias = Adapt(position - before, count, before == 0);
            n += (int)(position / count);
            if (!Rune.IsValid(n)) return false;
            position %= count;
            output.Insert((int)position++, n);
        }

        var text = new StringBuilder(output.Count);
        foreach (var point in output) text.Append(new Rune(point).ToString());
        decoded = text.ToString();
        return true;
    }

    private static int Adapt(long delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / Damp : delta / 2;
        delta += delta / count;
        var step = 0;
        for (; delta > (Base - TMin) * TMax / 2; step += Base) delta /= Base - TMin;
        return (int)(step + ((Base - TMin + 1) * delta / (delta + Skew)));
    }

    private static int Digit(char character) => character switch
    {
        >= 'a' and <= 'z' => character - 'a',
        >= 'A' and <= 'Z' => character - 'A',
        >= '0' and <= '9' => character - '0' + 26,
        _ => -1,
    };
}
