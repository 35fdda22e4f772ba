using System.Collections.Frozen;

namespace Standfast.Policy.Phishing;

/// <summary>The brands and how a host or a name stands to them. Immutable.</summary>
public sealed class BrandCatalogue
{
    /// <summary>A brand's word this long or longer is found within a longer word too, as in securepaypal; ours: shorter ones are part of honest words.</summary>
    private const int MinWithin = 6;

    /// <summary>A word this long or longer is still recognised with one letter wrong; ours.</summary>
    private const int MinTypo = 6;

    /// <summary>Ends a domain that stands for every country and the classic general top levels.</summary>
    private const string AnyTop = ".*";

    private readonly Confusables _confusables;
    private readonly FrozenDictionary<string, Brand> _words;
    private readonly FrozenDictionary<string, Brand> _glances;
    private readonly (string Word, Brand Brand)[] _long;
    private readonly FrozenDictionary<string, Brand> _domains;
    private readonly FrozenDictionary<string, Brand>.AlternateLookup<ReadOnlySpan<char>> _domainSpans;

    public BrandCatalogue(IEnumerable<Brand> brands, Confusables confusables)
    {
        All = [.. brands];
        _confusables = confusables;
        var pairs = All.SelectMany(brand => brand.Words.Select(word => (Word: word, Brand: brand))).DistinctBy(pair => pair.Word).ToList();
        _words = pairs.ToFrozenDictionary(pair => pair.Word, pair => pair.Brand);
        _glances = pairs.Where(pair => pair.Word.Length >= 4).DistinctBy(pair => confusables.Glance(pair.Word)).ToFrozenDictionary(pair => confusables.Glance(pair.Word), pair => pair.Brand);
        _domains = All.SelectMany(brand => brand.Domains.Select(domain => (Domain: domain, Brand: brand))).DistinctBy(pair => pair.Domain).ToFrozenDictionary(pair => pair.Domain, pair => pair.Brand, StringComparer.Ordinal);
        _domainSpans = _domains.GetAlternateLookup<ReadOnlySpan<char>>();
        _long = [.. pairs.Where(pair => pair.Word.Length >= MinWithin && !pair.Brand.IsCommon)];
    }

    public IReadOnlyList<Brand> All { get; }

    /// <summary>Whose a registered name is; null where it is no brand's.</summary>
    public Brand? OwnerOf(string registered)
    {
        if (_domains.TryGetValue(registered, out var brand)) return brand;
        var dot = registered.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && IsClassicTop(registered.AsSpan(registered.LastIndexOf('.') + 1)) && _domains.TryGetValue(registered[..dot] + AnyTop, out brand)) return brand;
        for (; dot >= 0; dot = registered.IndexOf('.', dot + 1))
            if (_domainSpans.TryGetValue(registered.AsSpan(dot + 1), out brand))
                return brand;
        return null;
    }

    /// <summary>The brand that has this word, letter by letter.</summary>
    public Brand? ByWord(string word) => _words.GetValueOrDefault(word);

    /// <summary>The brand that a label is taken for without being its word: paypa1, pаypal with a Cyrillic letter, rnicrosoft.</summary>
    public Brand? LookAlike(string label) =>
        label.Length >= 4 && !_words.ContainsKey(label) && (_glances.TryGetValue(_confusables.Glance(label), out var brand) || _words.TryGetValue(_confusables.Skeleton(label), out brand)) ? brand : null;

    /// <summary>The brand whose word a label misses by one letter: paypall, amazom.</summary>
    public Brand? Typo(string label)
    {
        if (label.Length < MinTypo - 1 || _words.ContainsKey(label)) return null;
        foreach (var (word, brand) in _long)
            if (Math.Abs(word.Length - label.Length) <= 1 && IsOneEditApart(word, label))
                return brand;
        return null;
    }

    /// <summary>A brand whose word stands in a text without spaces, at any place.</summary>
    public Brand? Within(string text)
    {
        foreach (var (word, brand) in _long)
            if (text.Contains(word, StringComparison.Ordinal))
                return brand;
        return null;
    }

    /// <summary>Brands register their name under countries and the first general top levels, not under each of the thousand new ones.</summary>
    private static bool IsClassicTop(ReadOnlySpan<char> top) => top.Length == 2 || top is "com" or "net" or "org" or "info" or "biz";

    /// <summary>One letter more, less, other, or two neighbours in the other order.</summary>
    internal static bool IsOneEditApart(string left, string right)
    {
        if (left == right) return false;
        var (shorter, longer) = left.Length <= right.Length ? (left, right) : (right, left);
        var same = shorter.AsSpan().CommonPrefixLength(longer);
        if (longer.Length > shorter.Length) return longer.Length == shorter.Length + 1 && shorter.AsSpan(same).SequenceEqual(longer.AsSpan(same + 1));
        if (shorter.AsSpan(same + 1).SequenceEqual(longer.AsSpan(same + 1))) return true;
        return same + 1 < shorter.Length && shorter[same] == longer[same + 1] && shorter[same + 1] == longer[same] && shorter.AsSpan(same + 2).SequenceEqual(longer.AsSpan(same + 2));
    }
}
