namespace Standfast.Policy.Content.Rules;

/// <summary>The words of a text, for telling whether another text says the same. Kept as hashes; that two collide now and then is no harm.</summary>
internal sealed class WordSet
{
    /// <summary>Letters of a word that counts; ours: shorter ones are the same in every text.</summary>
    private const int MinLength = 4;

    /// <summary>Ours.</summary>
    private const int MaxWords = 4_000;

    /// <summary>Characters of a text for each different word that counts, roughly; ours.</summary>
    private const int CharactersAWord = 10;

    private readonly HashSet<int> _words;

    private WordSet(int characters) => _words = new HashSet<int>(Math.Min(characters / CharactersAWord, MaxWords));

    public int Count => _words.Count;

    public static WordSet Of(ReadOnlySpan<char> text)
    {
        var set = new WordSet(text.Length);
        for (var at = 0; at < text.Length && set._words.Count < MaxWords;)
        {
            while (at < text.Length && !char.IsLetter(text[at])) at++;
            var (start, hash) = (at, 17u);
            for (; at < text.Length && char.IsLetter(text[at]); at++) hash = (hash * 31) + char.ToLowerInvariant(text[at]);
            if (at - start >= MinLength) set._words.Add((int)hash);
        }

        return set;
    }

    public int CountOutside(WordSet other)
    {
        var count = 0;
        foreach (var word in _words)
            if (!other._words.Contains(word))
                count++;
        return count;
    }

    /// <returns>0 to 1: how much of the smaller one is in the other.</returns>
    public double ShareWith(WordSet other)
    {
        var least = Math.Min(Count, other.Count);
        return least == 0 ? 1 : (double)(Count - CountOutside(other)) / least;
    }
}
