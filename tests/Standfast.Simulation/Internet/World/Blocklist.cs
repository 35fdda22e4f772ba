using Standfast.Simulation.Internet.Judging;
using Standfast.Simulation.Internet.Knowledge;

namespace Standfast.Simulation.Internet.World;

/// <summary>A blocklist operator with its traps.</summary>
internal sealed class Blocklist(BlocklistRules rules, string address, SurvivalJudge judge)
{
    private readonly HourWindow _hits = new(), _reports = new();
    private TimeSpan _listedUntil;
    private int _listings;
    private Suspension? _listing;

    public BlocklistRules Rules => rules;

    public bool IsListedAt(TimeSpan now)
    {
        if (now < _listedUntil) return true;
        if (_listing is not null) _listing.EndedAt = _listedUntil;
        _listing = null;
        return false;
    }

    public void Hit(TimeSpan now)
    {
        _hits.Add(now);
        Think(now);
    }

    public void Report(TimeSpan now)
    {
        _reports.Add(now);
        Think(now);
    }

    private void Think(TimeSpan now)
    {
        var window = rules.Window - TimeSpan.FromHours(1);
        var (hits, reports) = (_hits.Sum(now, window), _reports.Sum(now, window));
        if ((rules.TrapHits == 0 || hits < rules.TrapHits) && (rules.Reports == 0 || reports < rules.Reports)) return;
        if (!IsListedAt(now))
        {
            _listings++;
            _listing = judge.Suspend(rules.Name, address, $"{hits} trap hits, {reports} reports");
        }

        _listedUntil = now + (rules.RelistsLonger ? rules.Listed * Math.Pow(2, _listings - 1) : rules.Listed);
    }
}
