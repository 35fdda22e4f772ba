using System.Globalization;
using Standfast.Simulation.Internet.Judging;
using Standfast.Simulation.Internet.Knowledge;

namespace Standfast.Simulation.Internet.World;

/// <summary>
/// What one provider thinks of one address, or one domain, of ours. It thinks again every quarter of an hour: so a run that ends within one is
/// let through, as in life.
/// </summary>
internal sealed class Standing(ProviderRules rules, string subject, SurvivalJudge judge)
{
    /// <summary>Numbers below which a share says nothing. Google shows a sender from about 50 readers a day on, Microsoft from 100 messages; the others are ours.</summary>
    private const int MinInbox = 50, MinComplaints = 3, MinUnknown = 10, MinSpam = 20, MinSpamOfBlock = 100;

    /// <summary>From the third block on it lasts until it is lifted on request.</summary>
    private const int Patience = 3;

    private static readonly TimeSpan s_thinks = TimeSpan.FromMinutes(15), s_day = TimeSpan.FromHours(23), s_hour = TimeSpan.FromHours(1), s_quota = TimeSpan.FromMinutes(10);

    private readonly HourWindow _recipients = new(), _unknown = new(), _taken = new(), _spam = new(), _inbox = new(), _complaints = new(), _traps = new();
    private TimeSpan _thoughtAt, _slowedUntil, _blockedUntil, _folderedUntil, _quotaBegan;
    private int _blocks, _inQuota;
    private Suspension? _suspension;

    /// <summary>Times that it was slowed without being stopped.</summary>
    public int Slowings { get; private set; }

    public bool IsBlockedAt(TimeSpan now) => now < _blockedUntil;

    public bool IsFolderedAt(TimeSpan now) => now < _folderedUntil;

    public void Recipient(TimeSpan now, bool isKnown)
    {
        _recipients.Add(now);
        if (!isKnown) _unknown.Add(now);
    }

    public void Taken(TimeSpan now, bool isSpam, bool isInbox, bool isTrap)
    {
        _taken.Add(now);
        if (isSpam) _spam.Add(now);
        if (isInbox) _inbox.Add(now);
        if (isTrap) _traps.Add(now);
    }

    public void Complaint(TimeSpan now) => _complaints.Add(now);

    /// <returns>Null where a message may pass now.</returns>
    public StandingVerdict? Ask(TimeSpan now)
    {
        if (now - _thoughtAt >= s_thinks)
        {
            _thoughtAt = now;
            Think(now);
        }

        if (now < _blockedUntil) return StandingVerdict.Blocked;
        if (now >= _slowedUntil)
        {
            End(now);
            return null;
        }

        if (now - _quotaBegan >= s_quota) (_quotaBegan, _inQuota) = (now, 0);
        return ++_inQuota > rules.SlowedPer10Minutes ? StandingVerdict.Slowed : null;
    }

    /// <summary>A request was granted: all is forgiven once.</summary>
    public void Lift(TimeSpan now)
    {
        (_blockedUntil, _slowedUntil) = (now, now);
        End(now);
    }

    private void Think(TimeSpan now)
    {
        if (now < _blockedUntil) return;
        var (complaints, inbox) = (_complaints.Sum(now, rules.ComplaintsWindow - TimeSpan.FromHours(1)), _inbox.Sum(now, rules.ComplaintsWindow - TimeSpan.FromHours(1)));
        var (unknown, recipients) = (_unknown.Sum(now, s_day), _recipients.Sum(now, s_day));
        var (spam, taken) = (_spam.Sum(now, s_day), _taken.Sum(now, s_day));
        var (spamNow, takenNow) = (_spam.Sum(now, s_hour), _taken.Sum(now, s_hour));
        var complained = complaints >= MinComplaints && inbox >= MinInbox ? (double)complaints / inbox : 0;
        var missed = unknown >= MinUnknown ? (double)unknown / recipients : 0;
        if (complained >= rules.ComplaintsFoldered) _folderedUntil = now + rules.Recovery;
        if (complained >= rules.Complaints.Bad) Block(now, Text("complaints", complaints, inbox));
        else if (missed >= rules.Unknown.Bad) Block(now, Text("unknown recipients", unknown, recipients));
        else if (spamNow >= MinSpamOfBlock && spamNow >= rules.Spam.Bad * takenNow) Block(now, Text("spam in an hour", spamNow, takenNow));
        else if (_traps.Sum(now, s_day) >= rules.TrapsBad) Block(now, "spam traps");
        else if (complained >= rules.Complaints.Low) SlowDown(now, Text("complaints", complaints, inbox));
        else if (missed >= rules.Unknown.Low) SlowDown(now, Text("unknown recipients", unknown, recipients));
        else if (spam >= MinSpam && spam >= rules.Spam.Low * taken) SlowDown(now, Text("spam", spam, taken));
        else if (_blocks > 0 && now >= _blockedUntil + rules.Recovery) _blocks = 0;
    }

    private void Block(TimeSpan now, string reason)
    {
        _blocks++;
        _blockedUntil = _blocks < Patience ? now + rules.Block * Math.Pow(2, _blocks - 1) : TimeSpan.FromDays(365);
        _slowedUntil = TimeSpan.Zero;
        if (_suspension is null) _suspension = judge.Suspend(rules.Name, subject, reason, isOfProvider: true);
    }

    private void SlowDown(TimeSpan now, string reason)
    {
        if (now >= _slowedUntil) Slowings++;
        _slowedUntil = now + rules.Slow;
        if (rules.SlowedPer10Minutes == 0) _suspension ??= judge.Suspend(rules.Name, subject, "deferred: " + reason, isOfProvider: true);
    }

    private void End(TimeSpan now)
    {
        if (_suspension is null) return;
        _suspension.EndedAt = now;
        _suspension = null;
    }

    private static string Text(string what, int count, int all) => string.Create(CultureInfo.InvariantCulture, $"{what}: {count} of {all}");
}
