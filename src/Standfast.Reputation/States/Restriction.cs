using System.Collections.Immutable;

namespace Standfast.Reputation.States;

/// <summary>One sending state at work: what was taken of it, and when it changes by itself. Guarded by the lock of <see cref="SendingStates"/>, but for reads of <see cref="State"/>.</summary>
internal sealed class Restriction(SendingState state)
{
    /// <summary>What waits for a person or a step is looked at again after that time at the latest; ours.</summary>
    private static readonly TimeSpan s_recheck = TimeSpan.FromMinutes(10);

    /// <summary>After a probe that decided nothing, such as one to an unknown recipient; ours.</summary>
    private static readonly TimeSpan s_nextProbe = TimeSpan.FromMinutes(1);

    private TimeSpan _stepBegan;
    private TimeSpan _notBefore;
    private int _taken;
    private int _accepted;

    public SendingState State { get; private set; } = state;

    /// <summary>When <see cref="SendingState.Until"/> is, on the clock that does not jump; null where it is null.</summary>
    public TimeSpan? Deadline { get; private set; }

    public void Set(SendingState state, TimeSpan? deadline, TimeSpan now)
    {
        (State, Deadline, _stepBegan, _notBefore, _taken, _accepted) = (state, deadline, now, TimeSpan.Zero, 0, 0);
    }

    /// <summary>More evidence, and nothing else is changed.</summary>
    public void Add(StateEvidence evidence) => State = State with { Evidence = evidence };

    /// <summary>What it becomes by the time alone; null while it stays.</summary>
    /// <param name="wall">For the new state's dates.</param>
    public SendingState? NextAt(TimeSpan now, DateTimeOffset wall, ResumptionPlan plan)
    {
        var isOver = Deadline <= now;
        switch (State.Kind)
        {
            case SendingStateKind.Paused when isOver:
                return Resumed(0, wall, plan);
            case SendingStateKind.Slowed when State.Step is null && isOver:
                return Opened(wall, "the slow time is over");
            case SendingStateKind.Slowed when State.Step is { } step && now - _stepBegan >= StepTimeOf(plan):
                // Nobody had mail for it, or nothing was accepted: the step begins again.
                if (_accepted > 0) return AfterStep(step, wall, plan);
                (_stepBegan, _taken) = (now, 0);
                return null;
            case SendingStateKind.Slowed when State.PerStep is not null && now - _stepBegan >= StepTimeOf(plan):
                (_stepBegan, _taken) = (now, 0);
                return null;
            default:
                return null;
        }
    }

    /// <summary>Something was accepted.</summary>
    /// <returns>What it becomes at once; null while it stays.</returns>
    public SendingState? Accepted(DateTimeOffset wall, ResumptionPlan plan)
    {
        _accepted++;
        return State is { Kind: SendingStateKind.Slowed, Step: 0 } ? AfterStep(0, wall, plan) : null;
    }

    /// <summary>The message came back without a verdict on us.</summary>
    public void Undecided(TimeSpan now)
    {
        if (State.Step != 0) return;
        (_taken, _notBefore) = (0, now + s_nextProbe);
    }

    public TimeSpan WaitAt(TimeSpan now, ResumptionPlan plan) => State.Kind switch
    {
        SendingStateKind.Open => TimeSpan.Zero,
        SendingStateKind.Held => s_recheck,
        SendingStateKind.Paused => Deadline is { } end && end > now ? Shorter(end - now) : s_recheck,
        _ when State.PerStep is not { } most || (_taken < most && now >= _notBefore) => TimeSpan.Zero,
        _ when _notBefore > now => _notBefore - now,
        _ => Shorter(_stepBegan + StepTimeOf(plan) - now),
    };

    public void Take() => _taken++;

    public void GiveBack() => _taken = Math.Max(0, _taken - 1);

    public SendingState Resumed(int step, DateTimeOffset wall, ResumptionPlan plan) => State with
    {
        Kind = SendingStateKind.Slowed,
        Actor = StateRules.Resumption,
        Since = wall,
        Until = null,
        Step = step,
        PerStep = StepsOf(plan)[step],
    };

    public SendingState Opened(DateTimeOffset wall, string reason) => State with { Kind = SendingStateKind.Open, Reason = reason, Actor = StateRules.Resumption, Since = wall, Until = null, Step = null, PerStep = null, Ramp = [], StepTime = null };

    /// <summary>One step back; the first after the probe is done again.</summary>
    public SendingState Retreated(DateTimeOffset wall, string reason, ResumptionPlan plan) => Resumed(Math.Max(1, State.Step!.Value - 1), wall, plan) with { Reason = reason };

    private ImmutableArray<int> StepsOf(ResumptionPlan plan) => State.Ramp.Length > 0 ? State.Ramp : plan.Steps;

    private TimeSpan StepTimeOf(ResumptionPlan plan) => State.StepTime ?? plan.StepTime;

    private SendingState AfterStep(int step, DateTimeOffset wall, ResumptionPlan plan) =>
        step + 1 < StepsOf(plan).Length ? Resumed(step + 1, wall, plan) : Opened(wall, "resumed: every step was accepted");

    private static TimeSpan Shorter(TimeSpan wait) => wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
}
