using Standfast.Reputation.States;

namespace Standfast.Reputation.Rates;

/// <summary>Outcomes of one part of the mail in this day and the one before it. Guarded by the lock of <see cref="OutcomeRules"/>.</summary>
internal sealed class OutcomeTally(StateKey key, DateTimeOffset began)
{
    private static readonly TimeSpan s_window = TimeSpan.FromDays(1);

    private readonly Queue<StateSample> _samples = new();
    private OutcomeCounts _now, _before;
    private DateTimeOffset _began = began;

    public StateKey Key => key;

    public OutcomeCounts Counts => _now + _before;

    public DateTimeOffset LastAt { get; private set; } = began;

    /// <summary>Of bad outcomes, the newest.</summary>
    public IReadOnlyCollection<StateSample> Samples => _samples;

    public void Count(Outcome outcome, DateTimeOffset now)
    {
        if (now - _began >= s_window)
        {
            _before = now - _began < 2 * s_window ? _now : default;
            (_now, _began) = (default, now);
        }

        _now = _now.With(outcome);
        LastAt = now;
    }

    public void Keep(StateSample sample)
    {
        _samples.Enqueue(sample);
        if (_samples.Count > StateEvidence.MaxSamples) _samples.Dequeue();
    }

    /// <summary>What is explained by a narrower part that is contained counts no more.</summary>
    public void Except(OutcomeTally part) => (_now, _before) = (_now - part._now, _before - part._before);

    public void Clear()
    {
        (_now, _before) = (default, default);
        _samples.Clear();
    }

    public StateEvidence ToEvidence()
    {
        var counts = Counts;
        return new StateEvidence(StateEvidence.None.Counts, [.. _samples]).WithCount("outcomes", counts.All).WithCount("delivered", counts.Delivered).WithCount("unknown", counts.Unknown).WithCount("spam", counts.Spam).WithCount("complaints", counts.Complaints);
    }
}
