using System.Collections.Immutable;

namespace Standfast.Reputation.States;

/// <summary>Who may send what to whom, how fast, and why.</summary>
/// <param name="Reason">One sentence; of a block it ends with the provider's words.</param>
/// <param name="Actor">The rule, as "rule:NAME" (docs/reputation.md), or the person.</param>
public sealed record SendingState(StateKey Key, SendingStateKind Kind, string Reason, string Actor, DateTimeOffset Since)
{
    public StateEvidence Evidence { get; init; } = StateEvidence.None;

    /// <summary>End of a pause, or of a slow rate; null where only a person or good signals end it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Messages that may be sent in one step of time; null where the state is not <see cref="SendingStateKind.Slowed"/>.</summary>
    public int? PerStep { get; init; }

    /// <summary>Step of the resumption, from 0, which is the probe; null when nothing is being resumed.</summary>
    public int? Step { get; init; }

    /// <summary>Messages in each step of a return that has steps of its own, kept through retreats; empty for the steps of all.</summary>
    public ImmutableArray<int> Ramp { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>How long each of these is.</summary>
    public TimeSpan? StepTime { get; init; }

    /// <summary>Pauses in a row, each twice as long as the one before; counted until <see cref="StateRules.Memory"/> has passed without one.</summary>
    public int Strikes { get; init; }

    /// <summary>When the last pause began; null for none.</summary>
    public DateTimeOffset? LastPaused { get; init; }

    /// <summary>Why, as in data/replies, such as "ip-reputation", or the rule's own name; null where a person acted.</summary>
    public string? Cause { get; init; }

    /// <summary>Who has suspended us; null for nobody in particular.</summary>
    public string? Counterparty { get; init; }

    /// <summary>A verdict on us, not a limit: no other source takes over what this one may not send.</summary>
    public bool IsPolicy { get; init; }

    /// <summary>When the next message may be tried that decides what becomes of the pause; null where none is to be.</summary>
    public DateTimeOffset? NextProbe => Kind switch { SendingStateKind.Paused => Until, SendingStateKind.Slowed when Step == 0 => Since, _ => null };
}
