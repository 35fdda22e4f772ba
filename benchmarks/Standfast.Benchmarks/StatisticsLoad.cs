using System.Diagnostics;
using System.Globalization;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Reputation.Classification;
using Standfast.Reputation.Statistics;
using Standfast.Storage.Sqlite;

namespace Standfast.Benchmarks;

/// <summary>
/// What statistics cost: for each fact, for each store, and for each query after a year of facts. The facts of a year come in order, spread over its days, with the number of accounts, campaigns and domains of an
/// agency; deliveries to a few great providers and a long tail of domains.
/// </summary>
internal static class StatisticsLoad
{
    private const int Days = 365, Accounts = 50, Domains = 20_000, Templates = 20_000, Asked = 20, Burst = 5_000;

    private static readonly string[] s_providers = ["gmail", "outlook", "yahoo", "apple", "unitedinternet", "orange", "comcast"];

    private static TimeSpan Cpu => Environment.CpuUsage.TotalTime;

    public static void Measure(int count, string folder)
    {
        var classifier = new ReplyClassifier(ReplyRules.Empty);
        var counter = new EventCounter(classifier);
        counter.Begin(0, 0, []);
        var path = Path.Combine(folder, "statistics.db");
        var end = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
        // One that is there from before is asked only.
        if (!File.Exists(path))
        {
            using var store = SqliteStatisticsStore.Open(path);
            Fill(store, counter, count, end);
        }

        Print("statistics.db", Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length) / 1e6, "MB");
        using var again = SqliteStatisticsStore.Open(path);
        Ask(again, end);
        HotPath(classifier, end, folder);
    }

    private static void Fill(SqliteStatisticsStore store, EventCounter counter, int count, DateTimeOffset end)
    {
        var random = new Random(1);
        var templates = Enumerable.Range(0, Templates).Select(_ => Fact(random, end)).ToArray();
        var (counting, storing, longest, stores) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0);
        var batch = new MailEvent[Burst];
        var step = TimeSpan.FromDays(Days) / (count / (double)batch.Length);
        for (var done = 0; done < count; done += batch.Length)
        {
            // The facts of a burst come in one minute.
            var at = end - TimeSpan.FromDays(Days) + step * (done / batch.Length);
            for (var index = 0; index < batch.Length; index++) batch[index] = templates[random.Next(Templates)] with { At = at, Message = SpoolId.Create(at.AddSeconds(-random.Next(1, 20)), new byte[10]) };
            var start = Cpu;
            counter.Follow(batch, done + 1);
            counting += Cpu - start;
            start = Cpu;
            var (cells, position) = counter.Take();
            store.Save(cells, position, at);
            var took = Cpu - start;
            (storing, stores, longest) = (storing + took, stores + 1, took > longest ? took : longest);
        }

        Print("facts of a year", count, "facts");
        Print($"CPU to count one, each {Burst:N0} in a minute of its own", counting.TotalNanoseconds / count, "ns");
        Print($"CPU to store it, one transaction for {Burst:N0}", storing.TotalNanoseconds / count, "ns");
        Print("CPU of the costliest transaction", longest.TotalMilliseconds, "ms");
    }

    /// <summary>As the relay at its full rate: many facts a minute, of which most meet a part that is there.</summary>
    private static void HotPath(IReplyClassifier classifier, DateTimeOffset at, string folder)
    {
        var random = new Random(2);
        var facts = Enumerable.Range(0, 100_000).Select(_ => Fact(random, at)).ToArray();
        var best = double.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var counter = new EventCounter(classifier);
            counter.Begin(0, 0, []);
            counter.Follow(facts.AsSpan(0, 10_000), 1);
            var start = Cpu;
            for (var first = 10_000; first < facts.Length; first += 100) counter.Follow(facts.AsSpan(first, 100), first + 1);
            best = Math.Min(best, (Cpu - start).TotalNanoseconds / 90_000);
        }

        Print("CPU to count one at the relay's full rate (best of 5)", best, "ns");
        var path = Path.Combine(folder, "minutes.db");
        File.Delete(path);
        using var store = SqliteStatisticsStore.Open(path);
        var minutes = new EventCounter(classifier);
        minutes.Begin(0, 0, []);
        var storing = TimeSpan.Zero;
        // Of 7,000 messages a second.
        const int Minutes = 5, Times = 8;
        for (var minute = 0; minute < Minutes; minute++)
        {
            for (var first = 0; first < facts.Length; first++) facts[first] = facts[first] with { At = at.AddMinutes(minute) };
            for (var time = 0; time < Times; time++) minutes.Follow(facts, minutes.Position + 1);
            var (cells, position) = minutes.Take();
            var start = Cpu;
            store.Save(cells, position, at);
            storing += Cpu - start;
        }

        Print($"CPU to store a minute of {Times * facts.Length:N0} facts", storing.TotalMilliseconds / Minutes, "ms");
    }

    private static void Ask(SqliteStatisticsStore store, DateTimeOffset end)
    {
        var reader = new StatisticsReader(store, new Fixed(end));
        foreach (var (what, query) in (ReadOnlySpan<(string, StatisticsQuery)>)[
            ("last 24 h, sums", new StatisticsQuery(end.AddDays(-1), end)),
            ("last hour by minute", new StatisticsQuery(end.AddHours(-1), end) { Step = StatisticsLevel.Minute }),
            ("last 7 days by hour", new StatisticsQuery(end.AddDays(-7), end) { Step = StatisticsLevel.Hour }),
            ("last year by day", new StatisticsQuery(end.AddDays(-365), end) { Step = StatisticsLevel.Day }),
            ("last year by day and provider, 20 of them", new StatisticsQuery(end.AddDays(-365), end) { Step = StatisticsLevel.Day, By = [StatisticsDimension.Provider] }),
            ("last year by day and domain, 20 of them", new StatisticsQuery(end.AddDays(-365), end) { Step = StatisticsLevel.Day, By = [StatisticsDimension.Domain] }),
            ("last year by day and stream", new StatisticsQuery(end.AddDays(-365), end) { Step = StatisticsLevel.Day, By = [StatisticsDimension.Stream] }),
            ("last 90 days, top 20 domains by bounces", new StatisticsQuery(end.AddDays(-90), end) { By = [StatisticsDimension.Domain], Order = CountKind.Bounced }),
            ("last year, top 20 domains", new StatisticsQuery(end.AddDays(-365), end) { By = [StatisticsDimension.Domain] }),
            ("last year, top 20 campaigns", new StatisticsQuery(end.AddDays(-365), end) { By = [StatisticsDimension.Campaign] }),
            ("last 30 days of one account by stream and hour", new StatisticsQuery(end.AddDays(-30), end) { Step = StatisticsLevel.Hour, By = [StatisticsDimension.Stream], Where = new Dictionary<StatisticsDimension, string> { [StatisticsDimension.Account] = "a7" } }),
            ("last year of one account by domain", new StatisticsQuery(end.AddDays(-365), end) { By = [StatisticsDimension.Domain], Where = new Dictionary<StatisticsDimension, string> { [StatisticsDimension.Account] = "a7" } })])
        {
            if (reader.Check(query) is { } mistake) throw new InvalidOperationException(mistake);
            var (times, cpu) = (new List<double>(), Cpu);
            for (var round = 0; round < Asked; round++)
            {
                var start = Stopwatch.GetTimestamp();
                reader.Read(query);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"query: {what}\t{times[Asked / 2]:0.0}\tms, longest {times[^1]:0.0}; CPU {(Cpu - cpu).TotalMilliseconds / Asked:0.0}"));
        }
    }

    private static MailEvent Fact(Random random, DateTimeOffset at)
    {
        var kind = random.Next(1_000) switch { < 450 => MailEventKind.Accepted, < 900 => MailEventKind.Delivered, < 950 => MailEventKind.Deferred, < 965 => MailEventKind.Bounced, < 966 => MailEventKind.Complained, < 969 => MailEventKind.Unsubscribed, < 995 => MailEventKind.Opened, _ => MailEventKind.Clicked };
        // Zipf-like: half of the mail goes to a few.
        var domain = (int)(Domains * Math.Pow(random.NextDouble(), 6));
        var account = (int)(Accounts * Math.Pow(random.NextDouble(), 2));
        return new MailEvent(SpoolId.Create(at.AddSeconds(-2), new byte[10]), at, kind)
        {
            Account = AccountId.Parse($"a{account}"),
            Stream = random.Next(4) == 0 ? StreamName.Transactional : StreamName.Bulk,
            Campaign = random.Next(2) == 0 ? CampaignName.Parse($"c{random.Next(20)}") : null,
            Recipient = kind == MailEventKind.Accepted ? null : $"user{random.Next(1_000_000)}@d{domain}.example",
            Detail = kind is MailEventKind.Deferred or MailEventKind.Bounced ? random.Next(2) == 0 ? "550 5.1.1 no such user" : "421 4.7.0 try again later" : null,
            Attempt = kind == MailEventKind.Accepted ? null : new AttemptDetail(1, "mx.example", "192.0.2.1:25", null, "rcpt") { Source = random.Next(2) == 0 ? "main" : "bulk", Provider = domain < s_providers.Length ? s_providers[domain] : $"mx.d{domain % 500}.example" },
        };
    }

    private static void Print(string what, double number, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}\t{number:N0}\t{unit}"));

    private sealed class Fixed(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
