using System.Collections.Immutable;
using System.Numerics;

namespace Standfast.Reputation.Classification;

/// <summary>Finds the first of many rules that matches a text, running the patterns of few: those whose required literals occur.</summary>
internal sealed class RuleMatcher
{
    private readonly ImmutableArray<ReplyRule> _rules;
    private readonly LiteralScanner _scanner;
    private readonly int _hitWords;

    /// <summary>For each literal the rules of which it is one of the most telling set.</summary>
    private readonly int[][] _rulesOf;

    /// <summary>Rules that require nothing.</summary>
    private readonly ulong[] _always;

    /// <summary>Of each rule its other sets, as indexes of literals.</summary>
    private readonly int[][][] _others;

    public RuleMatcher(ImmutableArray<ReplyRule> rules)
    {
        _rules = rules;
        var (literals, rulesOf) = (new Dictionary<string, int>(), new List<List<int>>());
        _always = new ulong[Words];
        _others = new int[rules.Length][][];
        int IndexOf(string literal)
        {
            if (literals.TryGetValue(literal, out var index)) return index;
            rulesOf.Add([]);
            return literals[literal] = literals.Count;
        }

        for (var rule = 0; rule < rules.Length; rule++)
        {
            var needs = RequiredLiterals.Of(rules[rule].Pattern.Text);
            _others[rule] = [];
            if (needs.Count == 0)
            {
                _always[rule >> 6] |= 1UL << (rule & 63);
                continue;
            }

            var main = needs.MaxBy(RequiredLiterals.Weight)!;
            foreach (var literal in main) rulesOf[IndexOf(literal)].Add(rule);
            _others[rule] = [.. needs.Where(set => set != main).Select(set => set.Select(IndexOf).ToArray())];
        }

        _scanner = new LiteralScanner([.. literals.OrderBy(pair => pair.Value).Select(pair => pair.Key)]);
        _rulesOf = [.. rulesOf.Select(list => list.ToArray())];
        _hitWords = (literals.Count + 63) / 64;
    }

    /// <summary>Words that a set of rules takes, a bit each.</summary>
    public int Words => (_rules.Length + 63) / 64;

    /// <summary>Words that a set of literals takes.</summary>
    public int HitWords => _hitWords;

    /// <summary>Marks the literals that occur, and the rules that may match.</summary>
    public void FindCandidates(ReadOnlySpan<char> text, Span<ulong> hits, Span<ulong> candidates)
    {
        hits.Clear();
        _always.CopyTo(candidates);
        _scanner.Scan(text, hits);
        for (var word = 0; word < hits.Length; word++)
        {
            for (var bits = hits[word]; bits != 0; bits &= bits - 1)
                foreach (var rule in _rulesOf[(word << 6) + BitOperations.TrailingZeroCount(bits)])
                    candidates[rule >> 6] |= 1UL << (rule & 63);
        }
    }

    /// <summary>The first rule of that range which matches; -1 where none does.</summary>
    public int FirstMatch(ReadOnlySpan<char> text, Range range, bool onlyGlobal, ReadOnlySpan<ulong> hits, ReadOnlySpan<ulong> candidates)
    {
        var (start, end) = (range.Start.Value, range.End.Value);
        for (var word = start >> 6; word << 6 < end; word++)
        {
            for (var bits = candidates[word]; bits != 0; bits &= bits - 1)
            {
                var rule = (word << 6) + BitOperations.TrailingZeroCount(bits);
                if (rule < start || rule >= end || (onlyGlobal && !_rules[rule].IsGlobal)) continue;
                if (HasOthers(rule, hits) && _rules[rule].Pattern.IsMatch(text)) return rule;
            }
        }

        return -1;
    }

    private bool HasOthers(int rule, ReadOnlySpan<ulong> hits)
    {
        foreach (var set in _others[rule])
        {
            var has = false;
            foreach (var literal in set) has |= (hits[literal >> 6] & (1UL << (literal & 63))) != 0;
            if (!has) return false;
        }

        return true;
    }
}
