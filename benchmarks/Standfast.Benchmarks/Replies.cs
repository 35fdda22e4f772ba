using System.Diagnostics;
using System.Globalization;
using Standfast.Reputation.Classification;

namespace Standfast.Benchmarks;

/// <summary>How many replies one thread classifies in a second. There is no cache: a reply that was seen before costs as much as a new one.</summary>
internal static class Replies
{
    /// <param name="folder">data/replies.</param>
    /// <param name="seconds">Of each measurement.</param>
    /// <param name="texts">A file of replies, one a line; null takes the examples of the rules.</param>
    public static void Measure(string folder, int seconds, string? texts)
    {
        var start = Stopwatch.GetTimestamp();
        var (rules, mistakes) = ReplyRuleFiles.ReadFolder(folder);
        if (mistakes.Count > 0) throw new InvalidDataException(mistakes[0]);
        var classifier = new ReplyClassifier(rules);
        Print("start: rules read and the scanner built", Stopwatch.GetElapsedTime(start).TotalMilliseconds, "ms");
        var replies = texts is null ? [.. rules.Rules.Select(rule => (rule.Example, (string?)rule.Provider))] : File.ReadLines(texts).Where(line => line.Length > 0).Select(line => (line, (string?)null)).ToArray();
        start = Stopwatch.GetTimestamp();
        foreach (var (text, provider) in replies) classifier.Classify(text, provider, "rcpt");
        Print("first use: the machines of all patterns are built", Stopwatch.GetElapsedTime(start).TotalMilliseconds, "ms");
        Rate("provider known", seconds, index => classifier.Classify(replies[index % replies.Length].Item1, replies[index % replies.Length].Item2, "rcpt"));
        Rate("provider unknown", seconds, index => classifier.Classify(replies[index % replies.Length].Item1, null, "rcpt"));
        var padded = replies.Select(reply => reply.Item1 + new string(' ', 1) + string.Concat(Enumerable.Repeat("lorem ipsum dolor sit amet ", 140))).ToArray();
        Rate("replies of 4,000 characters", seconds, index => classifier.Classify(padded[index % padded.Length], null, "rcpt"));
    }

    private static void Rate(string what, int seconds, Action<int> classify)
    {
        var (best, limit) = (0.0, TimeSpan.FromSeconds(seconds / 3.0));
        // The best of three: other work on the machine only slows it.
        for (var round = 0; round < 3; round++)
        {
            var (start, count) = (Stopwatch.GetTimestamp(), 0);
            while (Stopwatch.GetElapsedTime(start) < limit)
                for (var index = 0; index < 1_000; index++)
                    classify(count++);
            best = Math.Max(best, count / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        Print(what, best, "replies/s/core");
    }

    private static void Print(string what, double number, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}\t{number:N0}\t{unit}"));
}
