using System.Diagnostics;
using System.Globalization;
using Standfast.Policy.Content;
using Standfast.Policy.Content.Rules;

namespace Standfast.Benchmarks;

/// <summary>What the content rules say of a folder of messages, and what they cost.</summary>
internal static class ContentReports
{
    private static readonly (ContentScorer Scorer, ContentOptions Options) s_rules = Open();

    /// <summary>Per rule the share of messages that it hits, and per stream how many would be refused or held. A message is judged as of its own date.</summary>
    /// <param name="names">True: names each message that would be refused or held in bulk.</param>
    public static void Summarize(string folder, bool names)
    {
        var (messages, refused, bulkRefused, bulkHeld) = (0, 0, 0, 0);
        var rules = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var content = LineEnds.Restore(WithoutMboxLine(File.ReadAllBytes(file)));
            var view = MessageView.Parse(content);
            var message = ContentMessage.Create(content, view, null, false, DateOf(content, view));
            var report = s_rules.Scorer.Score(message);
            var bulk = s_rules.Scorer.Score(ContentMessage.Create(content, view, null, true, message.At));
            messages++;
            foreach (var id in report.Findings.Select(finding => $"{finding.Id} {(finding.IsCertain ? "refuses" : finding.Points.ToString(CultureInfo.InvariantCulture))}").Distinct()) rules[id] = rules.GetValueOrDefault(id) + 1;
            if (report.Verdict == ContentVerdict.Refused) refused++;
            if (bulk.Verdict == ContentVerdict.Refused) bulkRefused++;
            if (bulk.Verdict == ContentVerdict.Held) bulkHeld++;
            if (names && bulk.Verdict >= ContentVerdict.Held)
                Console.WriteLine($"{Path.GetFileName(file)} {bulk.Verdict} {bulk.Score}: {string.Join("; ", bulk.Findings.Select(finding => $"{finding.Id} {finding.Points} {finding.Where} {finding.Reason}"))}");
        }

        Console.WriteLine($"{messages} messages; transactional: {refused} refused; as bulk: {bulkRefused} refused, {bulkHeld} held");
        foreach (var (rule, count) in rules.OrderByDescending(pair => pair.Value)) Console.WriteLine($"  {rule,-16} {count,6} {100.0 * count / messages,6:F1} %");
    }

    /// <summary>Time of one parse and of one judgement.</summary>
    public static void Measure(string file, int rounds)
    {
        var content = LineEnds.Restore(File.ReadAllBytes(file)).ToArray();
        var now = TimeProvider.System.GetUtcNow();
        var view = MessageView.Parse(content);
        var parse = Time(rounds, () => MessageView.Parse(content));
        var mimeKit = Time(rounds, () =>
        {
            using var message = MimeKit.MimeMessage.Load(new MemoryStream(content));
        });
        var judge = Time(rounds, () => s_rules.Scorer.Score(ContentMessage.Create(content, view, null, false, now)));
        var bulk = Time(rounds, () => s_rules.Scorer.Score(ContentMessage.Create(content, view, null, true, now)));
        Console.WriteLine($"{Path.GetFileName(file)}: {content.Length} octets; parse {parse:F1} us, MimeKit alone {mimeKit:F1} us, rules {judge:F1} us, as bulk {bulk:F1} us");
    }

    private static double Time(int rounds, Action action)
    {
        for (var round = 0; round < rounds / 2; round++) action();
        // The least of many short runs: other work on the machine only adds.
        var least = double.MaxValue;
        const int Run = 50;
        for (var run = 0; run < rounds / Run; run++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var round = 0; round < Run; round++) action();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Run);
        }

        return least;
    }

    private static DateTimeOffset DateOf(ReadOnlyMemory<byte> content, MessageView view) =>
        ContentMessage.Create(content, view, null, false, default).Value("Date") is { Length: < 200 } date && MimeKit.Utils.DateUtils.TryParse(date, out var parsed) ? parsed : TimeProvider.System.GetUtcNow();

    private static ReadOnlyMemory<byte> WithoutMboxLine(ReadOnlyMemory<byte> text) => text.Span.StartsWith("From "u8) ? text[(text.Span.IndexOf((byte)'\n') + 1)..] : text;

    private static (ContentScorer Scorer, ContentOptions Options) Open()
    {
        var (lists, mistakes) = ContentLists.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "content"));
        if (mistakes.Count > 0) throw new InvalidDataException(string.Join('\n', mistakes));
        var options = new ContentOptions();
        return (new ContentScorer(lists, options), options);
    }
}
