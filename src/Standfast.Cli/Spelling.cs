namespace Standfast.Cli;

/// <summary>How far a word is from the one that may have been meant.</summary>
public static class Spelling
{
    /// <summary>Levenshtein's distance: letters to put in, take out or exchange.</summary>
    public static int Distance(string left, string right)
    {
        // One row at a time.
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
