using System.Globalization;
using Standfast.Reputation.States;

namespace Standfast.Reputation.Rates;

/// <content>Rule R8: who brought a block upon all.</content>
public sealed partial class OutcomeRules
{
    /// <summary>Bad outcomes below which nobody is blamed; ours.</summary>
    private const int MinBlamed = 10;

    /// <summary>
    /// When a source is blocked, the part of the mail that nearly all bad outcomes come from, though it is a minority, is paused too: else it would bring
    /// the next block as soon as the source is resumed.
    /// </summary>
    private void Blame(StateChange change)
    {
        if (!change.IsWorse || change.After.Actor != StateRules.IpBlock) return;
        Finding? found;
        lock (_lock) found = CulpritLocked();
        if (found is not null) _states.Restrict(found.Key, found.Kind, StateRules.Culprit, found.Rule.Cause, found.Reason, found.Evidence, null);
    }

    private Finding? CulpritLocked()
    {
        var whole = default(OutcomeCounts);
        foreach (var tally in _tallies.Values)
            if (tally.Key is { Stream: null, Campaign: null, Credential: null })
                whole += tally.Counts;
        var bad = BadOf(whole);
        if (bad < MinBlamed) return null;
        var culprit = _tallies.Values.Where(part => BadOf(part.Counts) >= Culprit * bad && part.Counts.All < Minority * whole.All).MaxBy(part => NarrownessOf(part.Key));
        if (culprit is null || _states.KindOf(culprit.Key) >= SendingStateKind.Paused) return null;
        ContainLocked(culprit);
        var rule = culprit.Counts.Complaints > culprit.Counts.Spam ? RateRule.Complaints : RateRule.Spam;
        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{BadOf(culprit.Counts)} of all {bad} refusals as spam and complaints are its own, with {100.0 * culprit.Counts.All / whole.All:0.#} % of the mail, and an address that it is sent from was blocked");
        return new Finding(culprit.Key, SendingStateKind.Paused, rule, reason, culprit.ToEvidence());
    }

    private static long BadOf(OutcomeCounts counts) => counts.Spam + counts.Complaints;

    private static int NarrownessOf(StateKey key) => key.Campaign is not null ? 3 : key.Credential is not null ? 2 : key.Stream is not null ? 1 : 0;
}
