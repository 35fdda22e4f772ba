namespace Standfast.Policy.Compromise;

/// <summary>
/// The learned normal of one sender. Hours are learned when they are over and peaks when their day is over, and neither where the sender
/// was slowed or held in it: what is judged does not teach. Not to be used concurrently.
/// </summary>
internal sealed class Habit
{
    public const int HoursOfWeek = 168;

    /// <summary>Networks kept, the least recently used goes; ours.</summary>
    public const int MaxNetworks = 64;

    /// <summary>Templates kept, the least recently used goes; ours.</summary>
    public const int MaxTemplates = 48;

    /// <summary>Weight of the newest week in the rate of an hour of the week.</summary>
    private const float Weight = 0.3f;

    /// <summary>A peak that does not come back halves in about a month.</summary>
    private const float KeptPerDay = 0.977f;

    /// <summary>A day adds at most as much to a peak as it was, and a little.</summary>
    private const float GrowthPerDay = 2, GrowthFloor = 10;

    /// <summary>Age, messages and hours with mail from which on there is a normal to deviate from.</summary>
    private static readonly TimeSpan s_learning = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_ratesKnown = TimeSpan.FromDays(35);
    private const int LearningMessages = 30, LearningHours = 5;

    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>The hour that is being counted, since 1970.</summary>
    public long Hour { get; set; }

    public long Messages { get; set; }

    public long BulkMessages { get; set; }

    /// <summary>Hours in which there was mail.</summary>
    public int ActiveHours { get; set; }

    /// <summary>Messages an hour, by the hour of the week from Monday 00:00 UTC.</summary>
    public float[] Rates { get; init; } = new float[HoursOfWeek];

    /// <summary>The most messages in ten minutes, messages in an hour, new recipients in an hour, networks in an hour.</summary>
    public Peaks Peak { get; set; }

    /// <summary>The same of the day that is being counted.</summary>
    public Peaks Today { get; set; }

    public float RecipientsPerMessage { get; set; } = 1;

    /// <summary>0 to 1: how many of its recipients are new to it, lately.</summary>
    public float NewShare { get; set; } = 1;

    public KeySet Recipients { get; init; } = new();

    /// <summary>Domains of recipients and hosts of links.</summary>
    public KeySet Traits { get; init; } = new();

    /// <summary>Networks by the hour in which they were last used.</summary>
    public Dictionary<ulong, long> Networks { get; init; } = [];

    public List<KnownTemplate> Templates { get; init; } = [];

    public bool IsEstablishedAt(DateTimeOffset now) => now - FirstSeen >= s_learning && Messages >= LearningMessages && ActiveHours >= LearningHours;

    public float RateAt(DateTimeOffset now) => Rates[SlotOf(HourOf(now))];

    /// <summary>Whether a month has been seen, with its first day and its four weekends: until then no rate is a surprise, and peaks grow freely.</summary>
    public bool KnowsRatesAt(DateTimeOffset now) => now - FirstSeen >= s_ratesKnown;

    public static long HourOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 3600;

    /// <summary>1970 began on a Thursday.</summary>
    public static int SlotOf(long hour) => (int)((hour + 3 * 24) % HoursOfWeek);

    /// <summary>The kind of message that this is, the most recent ones asked first; null for none that is known.</summary>
    public KnownTemplate? FindTemplate(TextSketch sketch)
    {
        for (var index = Templates.Count - 1; index >= 0; index--)
        {
            var template = Templates[index];
            if (template.Sketch.SimilarityTo(sketch) < TextSketch.Alike) continue;
            // The last is the next one's likeliest.
            (Templates[index], Templates[^1]) = (Templates[^1], template);
            return template;
        }

        return null;
    }

    /// <param name="known">What <see cref="FindTemplate"/> found.</param>
    public void LearnTemplate(TextSketch sketch, string subject, KnownTemplate? known)
    {
        if (known is not null)
        {
            known.Count++;
            known.LastHour = Hour;
            return;
        }

        if (Templates.Count >= MaxTemplates) Templates.Remove(Templates.MinBy(template => (template.LastHour, template.Count))!);
        Templates.Add(new KnownTemplate(sketch, subject) { Count = 1, LastHour = Hour });
    }

    public void LearnNetwork(ulong network)
    {
        if (Networks.Count >= MaxNetworks && !Networks.ContainsKey(network)) Networks.Remove(Networks.MinBy(known => known.Value).Key);
        Networks[network] = Hour;
    }

    /// <summary>Ends hours up to the one that has begun.</summary>
    /// <param name="messages">Of the hour that was being counted; null where it does not teach.</param>
    public void Roll(long hour, int? messages)
    {
        if (hour <= Hour) return;
        if (messages is { } count) Learn(Hour, count);
        // Empty hours: a week of them tells all there is.
        for (var empty = Math.Max(Hour + 1, hour - HoursOfWeek); empty < hour; empty++) Learn(empty, 0);
        var days = (int)Math.Min(hour / 24 - Hour / 24, 365);
        Hour = hour;
        if (days == 0) return;
        var isYoung = ActiveHours <= LearningHours || Hour - HourOf(FirstSeen) < s_ratesKnown.TotalHours;
        Peak = Peak.Scale(MathF.Pow(KeptPerDay, days)).Max(isYoung ? Today : Today.Min(Peak.Scale(GrowthPerDay).Plus(GrowthFloor)));
        Today = default;
    }

    private void Learn(long hour, int count)
    {
        ref var rate = ref Rates[SlotOf(hour)];
        // The first week has nothing to be weighed against.
        rate = hour - HourOf(FirstSeen) < HoursOfWeek ? Math.Max(rate, count) : rate + Weight * (count - rate);
        if (count > 0) ActiveHours++;
    }

    /// <summary>The most of something that a sender ever did in some time.</summary>
    public readonly record struct Peaks(float Short, float Hour, float NewRecipients, float Networks)
    {
        public Peaks Max(Peaks other) => new(Math.Max(Short, other.Short), Math.Max(Hour, other.Hour), Math.Max(NewRecipients, other.NewRecipients), Math.Max(Networks, other.Networks));

        public Peaks Min(Peaks other) => new(Math.Min(Short, other.Short), Math.Min(Hour, other.Hour), Math.Min(NewRecipients, other.NewRecipients), Math.Min(Networks, other.Networks));

        public Peaks Scale(float factor) => new(Short * factor, Hour * factor, NewRecipients * factor, Networks * factor);

        public Peaks Plus(float more) => new(Short + more, Hour + more, NewRecipients + more, Networks + more);
    }
}
