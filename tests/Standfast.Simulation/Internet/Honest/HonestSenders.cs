namespace Standfast.Simulation.Internet.Honest;

/// <summary>Fifty accounts of thirteen habits. Each gives its mail of a day; day 0 is a Monday, and the measured week begins with day <see cref="WeekBegins"/>.</summary>
internal sealed class HonestSenders
{
    /// <summary>Five weeks of history come before.</summary>
    public const int WeekBegins = 42;

    /// <summary>Day 0. Day 44, in the measured week, is the first of a month; so are days 14 and 13 + 31.</summary>
    public static readonly DateTimeOffset Begin = new(2026, 5, 18, 0, 0, 0, TimeSpan.Zero);

    private readonly double _scale;
    private readonly int _seed;
    private readonly List<(HonestCredential Credential, int Number, Func<Sender, IEnumerable<HonestMail>> Mail)> _senders = [];

    /// <param name="scale">1 is the full volume; recipients and messages of many are scaled by it.</param>
    public HonestSenders(double scale, int seed)
    {
        (_scale, _seed) = (scale, seed);
        Add(8, "shop receipts", Shop);
        Add(5, "weekly newsletter", Newsletter);
        Add(6, "SaaS sign-in and sign-up mail", Saas);
        Add(6, "person with phone, home and office", Person);
        Add(4, "CI and cron", Builds);
        Add(2, "school letters from a mail client", School);
        Add(4, "ticket system", Tickets);
        Add(3, "billing run at month start", Billing);
        Add(3, "marketing campaign grown slowly", Marketing);
        Add(3, "agency with many domains", Agency);
        Add(2, "shop that moves to a new server", MovingShop);
        Add(2, "shop with holiday traffic", HolidayShop);
        Add(2, "club with invitations", Club);
    }

    public IEnumerable<HonestCredential> Credentials => _senders.Select(sender => sender.Credential);

    public IEnumerable<HonestMail> Day(int day) => _senders.SelectMany(sender => sender.Mail(new Sender(sender.Credential, sender.Number, day, _scale, new Random(unchecked(_seed * 1_000_003 + sender.Number * 10_007 + day))))).OrderBy(mail => mail.At);

    private void Add(int count, string habit, Func<Sender, IEnumerable<HonestMail>> mail)
    {
        for (var index = 0; index < count; index++)
        {
            var number = _senders.Count + 1;
            _senders.Add((new HonestCredential($"customer{number}", $"customer{number}-main", $"customer{number}.example", habit), number, mail));
        }
    }

    private static IEnumerable<HonestMail> Shop(Sender sender) => ShopFrom(sender, $"192.0.{sender.Number}.10", 1);

    private static IEnumerable<HonestMail> MovingShop(Sender sender) => ShopFrom(sender, sender.Day >= WeekBegins + 2 ? $"198.51.{sender.Number}.20" : $"192.0.{sender.Number}.10", 1);

    private static IEnumerable<HonestMail> HolidayShop(Sender sender) => ShopFrom(sender, $"192.0.{sender.Number}.10", sender.Day - WeekBegins is 3 or 4 ? 3 : 1);

    private static IEnumerable<HonestMail> ShopFrom(Sender sender, string client, double factor)
    {
        var perDay = (40 + sender.Number * 15) * factor * (sender.IsWeekend ? 0.6 : 1);
        for (var count = sender.Scaled(perDay); count > 0; count--)
        {
            var at = sender.ByDayRhythm();
            var buyer = sender.Stranger();
            yield return sender.Mail(at, client, "shop", [buyer], HonestTexts.Receipt(sender.Random, sender.Domain)) with { DeadShare = 0.01 };
            yield return sender.Mail(at.AddMinutes(sender.Random.Next(30, 240)), client, "shop", [buyer], HonestTexts.Shipped(sender.Random, sender.Domain)) with { DeadShare = 0.01 };
        }
    }

    private static IEnumerable<HonestMail> Newsletter(Sender sender)
    {
        if (sender.Day % 7 != sender.Number % 5) yield break;
        var (issue, readers) = (sender.Day / 7, sender.Scaled(5_000));
        for (var reader = 0; reader < readers; reader++)
            yield return sender.Mail(sender.Start.AddHours(9).AddSeconds(reader * 0.5), $"192.0.{sender.Number}.10", "letters", [sender.Reader(reader)], HonestTexts.Newsletter(sender.Random, sender.Domain, issue)) with
            {
                Stream = "bulk",
                Campaign = $"letter-{issue}",
                Fields = HonestTexts.BulkFields(sender.Domain, sender.Random),
                DeadShare = 0.01,
            };
    }

    private static IEnumerable<HonestMail> Saas(Sender sender)
    {
        for (var count = sender.Scaled(sender.IsWeekend ? 120 : 300); count > 0; count--)
        {
            var client = $"203.0.{sender.Number + 50 * sender.Random.Next(3)}.{sender.Random.Next(2, 250)}";
            var at = sender.ByDayRhythm();
            yield return sender.Random.Next(10) switch
            {
                < 5 => sender.Mail(at, client, "login", [sender.Reader(sender.Random.Next(2_000))], HonestTexts.Code(sender.Random, sender.Domain)),
                < 8 => sender.Mail(at, client, "login", [sender.Reader(sender.Random.Next(2_000))], HonestTexts.Reset(sender.Random, sender.Domain)),
                _ => sender.Mail(at, client, "hello", [sender.Stranger()], HonestTexts.SignUp(sender.Random, sender.Domain)) with { DeadShare = 0.03 },
            };
        }
    }

    private static IEnumerable<HonestMail> Person(Sender sender)
    {
        var isAway = sender.Day - WeekBegins is >= 2 and <= 4;
        for (var count = sender.Random.Next(10, sender.IsWeekend ? 15 : 40); count > 0; count--)
        {
            var network = sender.Random.Next(3) switch { 0 => $"100.64.{sender.Number * 4 + sender.Random.Next(3)}.{sender.Random.Next(250)}", 1 => $"192.0.{sender.Number}.10", _ => isAway ? $"198.18.{sender.Number}.77" : $"203.0.{sender.Number}.5" };
            var to = sender.Random.Next(4) == 0 ? sender.Stranger() : sender.Reader(sender.Random.Next(80));
            yield return sender.Mail(sender.ByDayRhythm(), network, "me", [to], ((sender.Random.Next(2) == 0 ? "Re: " : "") + HonestTexts.Topic(sender.Random), HonestTexts.Letter(sender.Random))) with { Fields = $"In-Reply-To: <{sender.Random.Next():x}@example.net>\r\nReferences: <{sender.Random.Next():x}@example.net>\r\n", DeadShare = 0.01 };
        }
    }

    private static IEnumerable<HonestMail> Builds(Sender sender)
    {
        for (var count = sender.Scaled(200); count > 0; count--)
            yield return sender.Mail(sender.Start.AddSeconds(sender.Random.Next(86_400)), $"192.0.{sender.Number}.10", "ci", [sender.Reader(sender.Random.Next(5))], HonestTexts.Build(sender.Random));
        // A push to many repositories.
        for (var count = 0; count < 30; count++)
            yield return sender.Mail(sender.Start.AddHours(11).AddSeconds(count * 4), $"192.0.{sender.Number}.10", "ci", [sender.Reader(count % 5)], HonestTexts.Build(sender.Random));
    }

    private static IEnumerable<HonestMail> School(Sender sender)
    {
        if (sender.Day % 7 == 2)
        {
            var letter = ("Letter to the parents", HonestTexts.Letter(sender.Random));
            for (var part = 0; part < 6; part++)
                yield return sender.Mail(sender.Start.AddHours(13).AddMinutes(part), $"192.0.{sender.Number}.10", "office", [.. Enumerable.Range(part * 50, 50).Select(sender.Reader)], letter);
        }

        for (var count = sender.Random.Next(5, 12); count > 0; count--)
            yield return sender.Mail(sender.ByDayRhythm(), $"192.0.{sender.Number}.10", "office", [sender.Reader(sender.Random.Next(300))], (HonestTexts.Topic(sender.Random), HonestTexts.Letter(sender.Random)));
    }

    private static IEnumerable<HonestMail> Tickets(Sender sender)
    {
        for (var count = sender.Scaled(sender.IsWeekend ? 15 : 60); count > 0; count--)
        {
            var id = sender.Random.Next(1_000, 99_999);
            var customer = sender.Random.Next(2) == 0 ? sender.Stranger() : sender.Reader(sender.Random.Next(500));
            yield return sender.Mail(sender.ByDayRhythm(), $"192.0.{sender.Number}.10", "support", [customer], ($"Re: [#{id}] {HonestTexts.Topic(sender.Random)}", HonestTexts.Letter(sender.Random) + $"\r\n\r\nTicket {id}, https://support.{sender.Domain}/{id}")) with
            {
                Fields = $"In-Reply-To: <{id}@example.net>\r\nReferences: <{id}@example.net>\r\n",
                DeadShare = 0.01,
            };
        }
    }

    private static IEnumerable<HonestMail> Billing(Sender sender)
    {
        var count = sender.Start.Day == 1 ? sender.Scaled(1_500) : sender.Random.Next(3, 9);
        for (var number = 0; number < count; number++)
            yield return sender.Mail(
                sender.Start.Day == 1 ? sender.Start.AddHours(6).AddSeconds(number * 7200.0 / count) : sender.ByDayRhythm(), $"192.0.{sender.Number}.10", "accounts", [sender.Reader(sender.Random.Next(3_000))], HonestTexts.Invoice(sender.Random, sender.Domain)) with
            { DeadShare = 0.01 };
    }

    private static IEnumerable<HonestMail> Marketing(Sender sender)
    {
        // 50 a day at first, then a tenth more each day.
        var count = sender.Scaled(Math.Min(4_000, 50 * Math.Pow(1.1, sender.Day)));
        for (var number = 0; number < count; number++)
            yield return sender.Mail(sender.Start.AddHours(10).AddSeconds(number * 2), $"192.0.{sender.Number}.10", "news", [sender.Reader(number)], HonestTexts.Newsletter(sender.Random, sender.Domain, sender.Day)) with
            {
                Stream = "bulk",
                Campaign = $"spring-{sender.Day}",
                Fields = HonestTexts.BulkFields(sender.Domain, sender.Random),
                DeadShare = 0.015,
            };
    }

    private static IEnumerable<HonestMail> Agency(Sender sender)
    {
        for (var count = sender.Scaled(sender.IsWeekend ? 50 : 180); count > 0; count--)
        {
            var site = sender.Random.Next(10);
            var domain = $"site{site}.{sender.Domain}";
            var mail = sender.Random.Next(3) switch { 0 => HonestTexts.Receipt(sender.Random, domain), 1 => HonestTexts.Reset(sender.Random, domain), _ => HonestTexts.SignUp(sender.Random, domain) };
            yield return sender.Mail(sender.ByDayRhythm(), $"203.0.{sender.Number + 20 * (site % 3)}.7", "web", [sender.Stranger()], mail) with { From = $"web@{domain}", DeadShare = 0.02 };
        }
    }

    private static IEnumerable<HonestMail> Club(Sender sender)
    {
        if (sender.Day % 14 == 1)
            yield return sender.Mail(sender.Start.AddHours(19), $"192.0.{sender.Number}.10", "board", [.. Enumerable.Range(0, 150).Select(sender.Reader)], ("Invitation to our summer party", HonestTexts.Letter(sender.Random)));
        for (var count = sender.Random.Next(1, 6); count > 0; count--)
            yield return sender.Mail(sender.ByDayRhythm(), sender.Random.Next(2) == 0 ? $"192.0.{sender.Number}.10" : $"100.65.{sender.Number}.4", "board", [sender.Reader(sender.Random.Next(150))], (HonestTexts.Topic(sender.Random), HonestTexts.Letter(sender.Random)));
    }

    /// <summary>One sender on one day.</summary>
    private sealed record Sender(HonestCredential Credential, int Number, int Day, double Scale, Random Random)
    {
        public string Domain => Credential.Domain;

        public DateTimeOffset Start => Begin.AddDays(Day);

        public bool IsWeekend => Day % 7 >= 5;

        public int Scaled(double count) => Math.Max(1, (int)Math.Round(count * Scale));

        /// <summary>Most between 8 and 22 UTC.</summary>
        public DateTimeOffset ByDayRhythm() => Start.AddHours(Random.Next(20) == 0 ? Random.NextDouble() * 24 : 8 + (Random.NextDouble() + Random.NextDouble()) * 7);

        public string Stranger() => $"person{Random.Next()}@mailbox{Random.Next(60)}.example";

        public string Reader(int number) => $"reader{Number}-{number}@mailbox{number % 60}.example";

        public HonestMail Mail(DateTimeOffset at, string client, string from, IReadOnlyList<string> recipients, (string Subject, string Text) text) => new(at, Credential, client, $"{from}@{Domain}", recipients, text.Subject, text.Text);
    }
}
