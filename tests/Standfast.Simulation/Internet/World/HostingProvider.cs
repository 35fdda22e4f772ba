using Standfast.Simulation.Internet.Judging;
using Standfast.Simulation.Internet.Knowledge;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Internet.World;

/// <summary>Whose machine it is: looks at what leaves by port 25, hears complaints, and closes the port.</summary>
internal sealed class HostingProvider(HostRules rules, string address, SurvivalJudge judge, StepScheduler scheduler, Random random)
{
    /// <summary>From an answer to the opened port.</summary>
    private static readonly TimeSpan s_opens = TimeSpan.FromHours(1);

    private readonly HourWindow _sent = new(), _spam = new(), _reports = new();
    private TimeSpan? _closedAt, _answerBy, _opensAt;
    private int _blocks;
    private Suspension? _suspension;

    /// <summary>Told when the owner gets a letter.</summary>
    public Action<string>? Noticed { get; set; }

    public bool IsClosed
    {
        get
        {
            Tick();
            return _closedAt is not null;
        }
    }

    /// <param name="looksLikeSpam">To a filter.</param>
    public void Sent(bool looksLikeSpam)
    {
        var now = scheduler.Now;
        _sent.Add(now);
        if (!looksLikeSpam || random.NextDouble() >= rules.Seen) return;
        _spam.Add(now);
        var window = rules.SpamWindow;
        var (spam, sent) = (_spam.Sum(now, window), _sent.Sum(now, window));
        if (spam >= rules.SpamMessages && spam >= rules.SpamShare * sent) Close($"{spam} of {sent} messages in an hour looked like spam");
    }

    public void Report()
    {
        var now = scheduler.Now;
        _reports.Add(now);
        if (_answerBy is not null || _closedAt is not null || _reports.Sum(now, rules.AbuseWindow - TimeSpan.FromHours(1)) < rules.AbuseReports) return;
        _answerBy = now + rules.Answer;
        Noticed?.Invoke($"{rules.AbuseReports} complaints in a day");
    }

    /// <summary>The owner found the cause, ended it, and says so.</summary>
    public void Answered()
    {
        _answerBy = null;
        if (_closedAt is not { } closed || _opensAt is not null) return;
        var least = closed + (_blocks > 1 ? rules.NextBlock * (_blocks - 1) : rules.FirstBlock);
        _opensAt = least > scheduler.Now + s_opens ? least : scheduler.Now + s_opens;
    }

    private void Tick()
    {
        if (_answerBy is { } limit && scheduler.Now >= limit) Close("complaints were not answered");
        if (_opensAt is not { } opens || scheduler.Now < opens) return;
        (_closedAt, _opensAt) = (null, null);
        if (_suspension is not null) _suspension.EndedAt = opens;
        _suspension = null;
    }

    private void Close(string reason)
    {
        _answerBy = null;
        if (_closedAt is not null) return;
        _closedAt = scheduler.Now;
        _blocks++;
        _suspension = judge.Suspend("host", address, reason);
        Noticed?.Invoke(reason);
    }
}
