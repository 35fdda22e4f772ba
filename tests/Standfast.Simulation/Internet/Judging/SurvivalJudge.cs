using Standfast.Mail;
using Standfast.Simulation.Internet.Knowledge;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Internet.Judging;

/// <summary>Knows what each message is, and writes down what became of it.</summary>
internal sealed class SurvivalJudge(StepScheduler scheduler)
{
    private readonly List<SentMail> _mail = [];
    private readonly Dictionary<SpoolId, SentMail> _byId = [];
    private readonly List<double> _delays = [];
    private readonly Dictionary<string, TimeSpan> _begun = [];
    private readonly Dictionary<string, TimeSpan> _noticed = [];
    private readonly Dictionary<string, int> _losses = [];
    private readonly Dictionary<string, (int Let, int All)> _harm = [];

    public List<Suspension> Suspensions { get; } = [];

    /// <summary>Name of the provider of an address.</summary>
    public required Func<string, string> ProviderOf { get; init; }

    public int Honest { get; private set; }

    public int HonestTaken { get; private set; }

    public int HonestInbox { get; private set; }

    /// <summary>Why honest mail was not taken, and how often.</summary>
    public IReadOnlyDictionary<string, int> Losses => _losses;

    /// <summary>Of each mix the messages whose content left the server, and all.</summary>
    public IReadOnlyDictionary<string, (int Let, int All)> Harm => _harm;

    /// <summary>Seconds from the first try to submit until the provider took the message, in order; honest mail only.</summary>
    public IReadOnlyList<double> Delays
    {
        get
        {
            _delays.Sort();
            return _delays;
        }
    }

    /// <summary>Of each mix that was noticed: how long after its first message.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Noticed => _noticed.Where(one => _begun.ContainsKey(one.Key)).ToDictionary(one => one.Key, one => one.Value - _begun[one.Key]);

    public IEnumerable<string> Begun => _begun.Keys;

    public SentMail Send(MailTraits traits, string account, string user, string domain, string mix, IReadOnlyList<string> recipients)
    {
        var mail = new SentMail(_mail.Count, traits, account, user, domain, mix, recipients, scheduler.Now);
        _mail.Add(mail);
        if (mail.IsHonest)
        {
            Honest += recipients.Count;
            foreach (var suspension in Suspensions)
                if (suspension.EndedAt is null && recipients.Any(recipient => suspension.Concerns(ProviderOf(recipient), domain)))
                    suspension.HonestStopped++;
            return mail;
        }

        _begun.TryAdd(mix, scheduler.Now);
        _harm[mix] = _harm.GetValueOrDefault(mix) is var (let, all) ? (let, all + 1) : default;
        return mail;
    }

    public SentMail? Find(int number) => number >= 0 && number < _mail.Count ? _mail[number] : null;

    public SentMail? Find(SpoolId id) => _byId.GetValueOrDefault(id);

    public void Accepted(SpoolId id, SentMail mail)
    {
        mail.Id = id;
        _byId[id] = mail;
    }

    /// <summary>Its content was handed to somebody.</summary>
    /// <param name="isMended">The server had taken the harm out of it.</param>
    public void Left(SentMail mail, bool isMended)
    {
        if (mail.HasLeft || mail.IsHonest || isMended) return;
        mail.HasLeft = true;
        _harm[mail.Mix] = _harm[mail.Mix] is var (let, all) ? (let + 1, all) : default;
    }

    public void Taken(SentMail mail, string recipient, bool isInbox)
    {
        if (!mail.Taken.Add(recipient) || !mail.IsHonest) return;
        HonestTaken++;
        if (isInbox) HonestInbox++;
        _delays.Add((scheduler.Now - mail.At).TotalSeconds);
    }

    /// <summary>Honest mail to an address that does not exist is no loss.</summary>
    public void ToNobody(SentMail mail, string recipient)
    {
        if (mail.IsHonest && mail.Taken.Add(recipient)) Honest--;
    }

    public void Lost(SentMail mail, string recipient, string why)
    {
        if (mail.IsHonest && !mail.Taken.Contains(recipient)) _losses[why] = _losses.GetValueOrDefault(why) + 1;
    }

    /// <summary>Somebody was told of the mix, or the server stopped some of it.</summary>
    public void Notice(string mix)
    {
        if (mix.Length > 0) _noticed.TryAdd(mix, scheduler.Now);
    }

    public bool IsNoticed(string mix) => _noticed.ContainsKey(mix);

    /// <summary>Somebody reads the log of that time.</summary>
    public void NoticeAllSince(TimeSpan time, Func<string, bool> isSeen)
    {
        foreach (var (mix, begun) in _begun)
            if (begun >= time && isSeen(mix))
                Notice(mix);
    }

    public Suspension Suspend(string by, string subject, string reason, bool isOfProvider = false)
    {
        scheduler.Trace($"{by} suspends {subject}: {reason}");
        var suspension = new Suspension(by, subject, reason, scheduler.Now) { IsOfProvider = isOfProvider };
        Suspensions.Add(suspension);
        return suspension;
    }
}
