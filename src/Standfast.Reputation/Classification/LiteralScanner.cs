namespace Standfast.Reputation.Classification;

/// <summary>Finds which of many literals occur in a text, in one pass (Aho and Corasick, 1975). ASCII, without regard to case.</summary>
internal sealed class LiteralScanner
{
    private readonly byte[] _classOf = new byte[128];
    private readonly int _classes;
    private readonly int[] _next;
    private readonly int[][] _found;

    /// <param name="literals">In lower case; none is empty.</param>
    public LiteralScanner(IReadOnlyList<string> literals)
    {
        foreach (var letter in literals.SelectMany(literal => literal).Distinct()) _classOf[letter] = (byte)++_classes;
        for (var letter = 'A'; letter <= 'Z'; letter++) _classOf[letter] = _classOf[letter | 0x20];
        // Class 0 is every other character.
        _classes++;
        var (next, found) = (new List<int[]> { new int[_classes] }, new List<List<int>> { new() });
        for (var index = 0; index < literals.Count; index++)
        {
            var state = 0;
            foreach (var letter in literals[index])
            {
                ref var target = ref next[state][_classOf[letter]];
                if (target == 0)
                {
                    target = next.Count;
                    next.Add(new int[_classes]);
                    found.Add([]);
                }

                state = target;
            }

            found[state].Add(index);
        }

        CloseTransitions(next, found);
        _next = [.. next.SelectMany(row => row.Select(target => target * _classes))];
        _found = [.. found.Select(list => list.ToArray())];
    }

    /// <param name="hits">A bit for each literal.</param>
    public void Scan(ReadOnlySpan<char> text, Span<ulong> hits)
    {
        var (state, next, classes) = (0, _next, _classOf);
        foreach (var letter in text)
        {
            state = next[state + (letter < 128 ? classes[letter] : 0)];
            if (state == 0) continue;
            foreach (var index in _found[(uint)state / (uint)_classes]) hits[index >> 6] |= 1UL << (index & 63);
        }
    }

    private void CloseTransitions(List<int[]> next, List<List<int>> found)
    {
        var fail = new int[next.Count];
        var queue = new Queue<int>(next[0].Where(state => state != 0));
        while (queue.TryDequeue(out var state))
        {
            found[state].AddRange(found[fail[state]]);
            for (var letter = 0; letter < _classes; letter++)
            {
                ref var target = ref next[state][letter];
                var instead = next[fail[state]][letter];
                if (target == 0)
                {
                    target = instead;
                    continue;
                }

                fail[target] = instead;
                queue.Enqueue(target);
            }
        }
    }
}
