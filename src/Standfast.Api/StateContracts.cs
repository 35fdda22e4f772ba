namespace Standfast.Api;

/// <summary>Who may send what to whom, how fast, and why. What is null stands for all.</summary>
/// <param name="State">open, slowed, paused or held.</param>
/// <param name="Actor">The rule, as "rule:NAME", or the person.</param>
/// <param name="Until">End of a pause or of a slow rate; null where only a person or good signals end it.</param>
/// <param name="NextProbe">When the next message may be tried that decides what becomes of the pause.</param>
/// <param name="Step">Step of the resumption, from 0, which is the probe.</param>
/// <param name="PerStep">Messages that may be sent in one step.</param>
/// <param name="Strikes">Pauses in a row, each twice as long as the one before.</param>
public sealed record StateResponse(
    string Key, string? Account, string? Stream, string? Campaign, string? Credential, string? Source, string? Provider, string State, string Reason, string Actor, DateTimeOffset Since, DateTimeOffset? Until,
    DateTimeOffset? NextProbe, int? Step, int? PerStep, int Strikes);

/// <param name="Message">Id of the message; null where the whole connection was refused.</param>
/// <param name="Text">What the remote side said.</param>
public sealed record StateSampleResponse(DateTimeOffset At, string? Message, string Text);

/// <param name="Counts">How often what was seen.</param>
/// <param name="Samples">The first ten, word for word.</param>
public sealed record StateDetailResponse(StateResponse State, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<StateSampleResponse> Samples);
