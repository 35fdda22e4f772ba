namespace Standfast.Tests.Policy;

/// <summary>Texts of random pieces, to compare a fast way of reading with a plain one: of ASCII alone, of many scripts, and both in turn.</summary>
internal static class MixedTexts
{
    private static readonly string[] s_ascii = ["a", "La ", "de ", "Unsubscribe", "don't", " ", "\r\n", "12", "3.14", "$", "!", "@", ":", "://", "www.", "[Address]", "_", "'", "zzzzzzzzzzzzzzzzzzzzzzzzz", "\t", "\0", "{", "`", "Z"];

    private static readonly string[] s_others = ["é", "É", "ß", "Ω", "退订", "数", "ア", "수신 거부", "’", "\u00A0", "\u2028", "€", "£", "٣", "\uD83D\uDE00", "\uDE00", "İ", "ı", "\u212A", "ſ", "\u0085", "ａ"];

    public static IEnumerable<string> All()
    {
        var random = new Random(11);
        for (var round = 0; round < 1_500; round++)
        {
            var text = "";
            for (var pieces = random.Next(90); pieces > 0; pieces--) text += round % 3 == 0 || (round % 3 == 1 && pieces > 40) || random.Next(4) > 0 ? s_ascii[random.Next(s_ascii.Length)] : s_others[random.Next(s_others.Length)];
            yield return text;
        }
    }
}
