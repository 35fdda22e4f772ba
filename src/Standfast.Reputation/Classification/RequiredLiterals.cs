using System.Text;

namespace Standfast.Reputation.Classification;

/// <summary>
/// What a text must contain before a pattern can match it: sets of ASCII literals in lower case, of each of which one at least occurs. Most rules
/// are ruled out so without running their patterns. A pattern that is not understood requires nothing.
/// </summary>
internal ref struct RequiredLiterals
{
    private const int MinLength = 2;

    /// <summary>Longer ones are cut: what they begin with is required as well, and the scanner stays small.</summary>
    private const int MaxLength = 14;

    private const int MaxAlternatives = 80;

    private readonly ReadOnlySpan<char> _pattern;
    private int _at;
    private bool _isUnknown;

    private RequiredLiterals(ReadOnlySpan<char> pattern) => _pattern = pattern;

    public static List<string[]> Of(string pattern)
    {
        var reader = new RequiredLiterals(pattern);
        var needs = reader.ReadAlternatives();
        return reader._isUnknown || reader._at < pattern.Length ? [] : needs;
    }

    private List<string[]> ReadAlternatives()
    {
        var branches = new List<List<string[]>> { ReadSequence() };
        while (_at < _pattern.Length && _pattern[_at] == '|')
        {
            _at++;
            branches.Add(ReadSequence());
        }

        if (branches.Count == 1) return branches[0];
        // One of the branches matches: of each its most telling set.
        var union = new HashSet<string>();
        foreach (var branch in branches)
        {
            if (branch.Count == 0) return [];
            union.UnionWith(branch.MaxBy(Weight)!);
        }

        return union.Count > MaxAlternatives ? [] : [[.. union]];
    }

    /// <summary>The longer its shortest literal, the less a set occurs by chance.</summary>
    public static int Weight(string[] set) => set.Min(literal => literal.Length);

    private List<string[]> ReadSequence()
    {
        var needs = new List<string[]>();
        var run = new StringBuilder();
        void Flush(List<string[]> target)
        {
            if (run.Length >= MinLength) target.Add([run.ToString(0, Math.Min(run.Length, MaxLength))]);
            run.Clear();
        }

        while (!_isUnknown && _at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            var atom = _pattern[_at++];
            switch (atom)
            {
                case '^' or '$':
                    continue;
                case '\\' when _at < _pattern.Length && _pattern[_at] is 'b' or 'B':
                    _at++;
                    continue;
                case '(':
                    if (_pattern[_at..].StartsWith("?:")) _at += 2;
                    else if (_at < _pattern.Length && _pattern[_at] == '?') _isUnknown = true;
                    var inner = ReadAlternatives();
                    _isUnknown |= _at >= _pattern.Length;
                    _at++;
                    if (ReadMinimum() == 0) inner = [];
                    Flush(needs);
                    needs.AddRange(inner);
                    continue;
            }

            var literal = ReadLiteral(atom);
            var minimum = ReadMinimum();
            if (literal is { } letter && minimum >= 1) run.Append(char.ToLowerInvariant(letter));
            // A repeated letter may be followed by more of it.
            if (literal is null || minimum != 1 || _repeats) Flush(needs);
        }

        Flush(needs);
        return needs;
    }

    private bool _repeats;

    /// <summary>The letter that an atom stands for; null where it stands for several, or for one that is not ASCII.</summary>
    private char? ReadLiteral(char atom)
    {
        switch (atom)
        {
            case '.':
                return null;
            case '[':
                var end = _pattern[(_at + 1)..].IndexOf(']');
                _isUnknown |= end < 0;
                _at += end + 2;
                return null;
            case '\\':
                _isUnknown |= _at >= _pattern.Length;
                if (_isUnknown) return null;
                var escaped = _pattern[_at++];
                return char.IsAsciiLetterOrDigit(escaped) ? null : escaped;
            default:
                return char.IsAscii(atom) ? atom : null;
        }
    }

    /// <summary>How often the atom just read must occur at least.</summary>
    private int ReadMinimum()
    {
        _repeats = false;
        if (_at >= _pattern.Length) return 1;
        var minimum = 1;
        switch (_pattern[_at])
        {
            case '?' or '*':
                (minimum, _repeats) = (0, true);
                _at++;
                break;
            case '+':
                _repeats = true;
                _at++;
                break;
            case '{' when _at + 1 < _pattern.Length && char.IsAsciiDigit(_pattern[_at + 1]):
                (minimum, _repeats) = (_pattern[_at + 1] == '0' ? 0 : 1, true);
                var end = _pattern[_at..].IndexOf('}');
                _isUnknown |= end < 0;
                _at += Math.Max(end, 0) + 1;
                break;
            default:
                return 1;
        }

        if (_at < _pattern.Length && _pattern[_at] == '?') _at++;
        return minimum;
    }
}
