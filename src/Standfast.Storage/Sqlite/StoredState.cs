using System.Text.Json.Serialization;
using Standfast.Reputation.States;

namespace Standfast.Storage.Sqlite;

/// <summary>A sending state as it is kept, but for its key.</summary>
internal sealed record StoredState(
    int Version, SendingStateKind Kind, string Reason, string Actor, DateTimeOffset Since, DateTimeOffset? Until, int? PerStep, int? Step, int Strikes, DateTimeOffset? LastPaused, bool IsPolicy, string? Cause, string? Counterparty,
    IReadOnlyDictionary<string, long> Counts, IReadOnlyList<StateSample> Samples)
{
    private const int CurrentVersion = 1;

    /// <summary>Null of what an older version wrote.</summary>
    public IReadOnlyList<int>? Ramp { get; init; }

    public TimeSpan? StepTime { get; init; }

    public static StoredState Of(SendingState state) => new(
        CurrentVersion, state.Kind, state.Reason, state.Actor, state.Since, state.Until, state.PerStep, state.Step, state.Strikes, state.LastPaused, state.IsPolicy, state.Cause, state.Counterparty, state.Evidence.Counts, state.Evidence.Samples)
    { Ramp = state.Ramp.Length > 0 ? state.Ramp : null, StepTime = state.StepTime };

    /// <exception cref="InvalidDataException">A later version of this program wrote it.</exception>
    public SendingState Read(StateKey key)
    {
        if (Version != CurrentVersion) throw new InvalidDataException($"states.db: the state of {key} has version {Version}");
        var evidence = new StateEvidence(StateEvidence.None.Counts.AddRange(Counts), [.. Samples]);
        return new SendingState(key, Kind, Reason, Actor, Since) { Evidence = evidence, Until = Until, PerStep = PerStep, Step = Step, Strikes = Strikes, LastPaused = LastPaused, IsPolicy = IsPolicy, Cause = Cause, Counterparty = Counterparty, Ramp = Ramp is { } ramp ? [.. ramp] : [], StepTime = StepTime };
    }
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredState))]
internal sealed partial class StoredStateJson : JsonSerializerContext;
