using Standfast.Policy.Checks;

namespace Standfast.Policy.Compromise;

/// <summary>One sender in memory: its habit, its last hour, and the judgement of one by the other. May be called concurrently.</summary>
internal sealed class SenderState(string id, Habit habit)
{
    /// <summary>Messages that are new in every way and still let a new network become known.</summary>
    private const int FewNovel = 10;

    /// <summary>Bulk mail of former hours from which on more of it is no surprise.</summary>
    private const int SomeBulk = 20;

    private const int MaxPending = 32;

    private readonly Lock _lock = new();
    private readonly RecentMail _recent = new();
    private readonly List<(TextSketch Sketch, string Subject)> _pending = [];
    private readonly HashSet<string> _hosts = [];
    private readonly Habit _habit = habit;
    private DateTimeOffset _givenAt;
    private long _deviatedHour;
    private int _bulkOfHour;
    private int _messagesOfHour;

    public string Id => id;

    public DateTimeOffset TouchedAt { get; private set; }

    public bool IsDirty { get; private set; }

    /// <summary>Counts the message, and judges what it makes of the last hour. A message that is deferred is not counted as sent.</summary>
    public Deviation? Take(MailFacts mail)
    {
        lock (_lock)
        {
            AdvanceLocked(mail.At);
            var isEstablished = _habit.IsEstablishedAt(mail.At);
            var isForeign = isEstablished && mail.Network is { } network && !_habit.Networks.ContainsKey(network.Key);
            var kind = _habit.FindTemplate(mail.Sketch);
            var isKnownKind = kind is not null;
            var fresh = mail.Recipients.Count(recipient => !_habit.Recipients.Contains(recipient));
            if (mail.IsBulk && IsExpectedBulk(mail, isForeign, fresh))
            {
                LearnLocked(mail, kind, isForeign, fresh);
                _bulkOfHour++;
                return null;
            }

            var counted = new RecentMail.Minute
            {
                Messages = 1,
                Recipients = mail.Recipients.Length,
                NewRecipients = fresh,
                Foreign = isForeign ? 1 : 0,
                Novel = isForeign && !isKnownKind && fresh * 2 >= mail.Recipients.Length ? 1 : 0,
            };
            _recent.Add(counted, mail.Network, mail.Sample);
            var deviation = DeviationRules.Judge(_habit, _recent, FindInjected(mail, isEstablished && isKnownKind), mail.At);
            if (deviation is not null) _deviatedHour = _habit.Hour;
            if (deviation?.Action == GuardAction.Defer) _recent.Defer(counted);
            if (deviation is null) LearnLocked(mail, kind, isForeign, fresh);
            return deviation;
        }
    }

    /// <summary>Whether mail would be deferred or held before its content is asked for. Only where the sender is being slowed.</summary>
    public Deviation? JudgeAhead(DateTimeOffset now)
    {
        lock (_lock)
        {
            AdvanceLocked(now);
            if (DeviationRules.JudgeAhead(_habit, _recent, now) is not { } deviation) return null;
            _deviatedHour = _habit.Hour;
            if (deviation.Action == GuardAction.Defer) _recent.CountDeferral();
            return deviation;
        }
    }

    /// <summary>A person said that the last hour was right: what it showed is normal from now on.</summary>
    /// <param name="held">Messages that were held since.</param>
    /// <param name="hours">How long.</param>
    public void LearnDeviation(DateTimeOffset now, long held, double hours)
    {
        lock (_lock)
        {
            AdvanceLocked(now);
            foreach (var network in _recent.NetworkKeys) _habit.LearnNetwork(network);
            foreach (var (sketch, subject) in _pending) _habit.LearnTemplate(sketch, subject, _habit.FindTemplate(sketch));
            var (hour, last) = (_recent.Hour, _recent.Short);
            // What was deferred or held would have been sent.
            var perHour = (float)(held / Math.Max(1, hours));
            var seen = new Habit.Peaks(last.Messages + last.Deferred + perHour, hour.Messages + hour.Deferred + perHour, hour.NewRecipients + perHour, _recent.Networks);
            _habit.Peak = _habit.Peak.Max(seen);
            _pending.Clear();
            _recent.Clear();
            _deviatedHour = 0;
            IsDirty = true;
        }
    }

    /// <summary>The habit in its stored form, where it changed since the last call.</summary>
    /// <param name="lastBefore">Null where it was given out at or after this.</param>
    public byte[]? TakeUnsaved(DateTimeOffset lastBefore)
    {
        lock (_lock)
        {
            if (!IsDirty || _givenAt >= lastBefore) return null;
            (IsDirty, _givenAt) = (false, TouchedAt);
            return HabitCodec.Write(_habit);
        }
    }

    /// <summary>It could not be stored.</summary>
    public void KeepUnsaved()
    {
        lock (_lock) (IsDirty, _givenAt) = (true, default);
    }

    public SenderNumbers Describe(DateTimeOffset now)
    {
        lock (_lock)
        {
            AdvanceLocked(now);
            return SenderNumbers.Of(_habit, _recent, now);
        }
    }

    public IReadOnlyList<MailSample> Samples
    {
        get
        {
            lock (_lock) return [.. _recent.Samples];
        }
    }

    private bool IsExpectedBulk(MailFacts mail, bool isForeign, int fresh) =>
        !isForeign && (_habit.BulkMessages >= SomeBulk || fresh * 2 <= mail.Recipients.Length || !_habit.KnowsRatesAt(mail.At));

    private MailJudged FindInjected(MailFacts mail, bool isKnownKind)
    {
        if (!isKnownKind) return default;
        foreach (var host in mail.ForeignHosts)
            if (!_habit.Traits.Contains(KeyHash.Of("link", host)))
                return new MailJudged(host, _recent.CountHost(host), 0);
        return default;
    }

    private void LearnLocked(MailFacts mail, KnownTemplate? kind, bool isForeign, int fresh)
    {
        _habit.Messages++;
        _messagesOfHour++;
        foreach (var recipient in mail.Recipients) _habit.Recipients.Add(recipient);
        foreach (var domain in mail.Domains) _habit.Traits.Add(domain);
        _habit.RecipientsPerMessage += 0.02f * (mail.Recipients.Length - _habit.RecipientsPerMessage);
        if (mail.Recipients.Length > 0) _habit.NewShare += 0.02f * ((float)fresh / mail.Recipients.Length - _habit.NewShare);
        if (!isForeign)
        {
            _habit.LearnTemplate(mail.Sketch, mail.Sample.Subject, kind);
            if (mail.Network is { } network) _habit.LearnNetwork(network.Key);
        }
        else if (_pending.Count < MaxPending)
        {
            _pending.Add((mail.Sketch, mail.Sample.Subject));
        }

        var (hour, last) = (_recent.Hour, _recent.Short);
        _habit.Today = _habit.Today.Max(new Habit.Peaks(last.Messages, hour.Messages, hour.NewRecipients, _recent.Networks));
        // A link becomes known when an hour has passed without a deviation; while a sender is new, at once.
        foreach (var host in mail.ForeignHosts)
        {
            if (!_habit.IsEstablishedAt(mail.At)) _habit.Traits.Add(KeyHash.Of("link", host));
            else if (_hosts.Count < MaxPending) _hosts.Add(host);
        }
    }

    private void AdvanceLocked(DateTimeOffset now)
    {
        TouchedAt = now;
        var hour = Habit.HourOf(now);
        if (hour > _habit.Hour)
        {
            var teaches = _deviatedHour != _habit.Hour;
            if (teaches) PromoteLocked();
            _habit.Roll(hour, teaches ? _messagesOfHour : null);
            _messagesOfHour = _bulkOfHour = 0;
            _pending.Clear();
            _hosts.Clear();
            IsDirty = true;
        }

        _recent.Advance(now);
        IsDirty = true;
    }

    /// <summary>What was new in the hour that ends, and let pass, is known from now on.</summary>
    private void PromoteLocked()
    {
        _habit.BulkMessages += _bulkOfHour;
        foreach (var host in _hosts) _habit.Traits.Add(KeyHash.Of("link", host));
        if (_recent.Hour.Novel >= FewNovel) return;
        foreach (var network in _recent.NetworkKeys) _habit.LearnNetwork(network);
        foreach (var (sketch, subject) in _pending) _habit.LearnTemplate(sketch, subject, _habit.FindTemplate(sketch));
    }
}
