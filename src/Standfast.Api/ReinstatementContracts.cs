namespace Standfast.Api;

/// <summary>A request for reinstatement: to whom, how, and in which words.</summary>
/// <param name="Counterparty">Id of its playbook.</param>
/// <param name="Route">Of that playbook.</param>
/// <param name="Kind">form, mail, ticket, none (nothing is to be asked for) or network-operator (only your hosting company can ask).</param>
/// <param name="To">URL of the form, or address; null where their own notice is answered.</param>
/// <param name="IsReady">Nothing is missing, and there is something to ask for.</param>
/// <param name="Missing">What must be known before it is sent.</param>
/// <param name="Subject">Of the mail or ticket.</param>
/// <param name="Letter">Everything in plain words; recipients are masked.</param>
/// <param name="Fields">Of the form, in its order.</param>
/// <param name="Note">About the way.</param>
/// <param name="Before">What must be true before it is sent.</param>
/// <param name="Omit">What has no place in it.</param>
/// <param name="Hints">For the cause of this incident.</param>
/// <param name="Answer">When and how they answer.</param>
/// <param name="FollowUpHours">After which to look again.</param>
/// <param name="Retry">When they may be asked again.</param>
/// <param name="Certainty">How sure the way is: high, medium or low.</param>
/// <param name="ReadOn">When the sources were read.</param>
public sealed record ReinstatementResponse(
    string Incident, string Counterparty, string Name, string Route, string Kind, string? To, bool IsReady, IReadOnlyList<MissingFactResponse> Missing, string Subject, string Letter, IReadOnlyList<FilledFieldResponse> Fields,
    IReadOnlyList<RemedyLineResponse> Remedies, string Note, IReadOnlyList<string> Before, IReadOnlyList<string> Omit, IReadOnlyList<string> Hints, string Answer, double FollowUpHours, string Retry,
    IReadOnlyList<OutcomeResponse> Outcomes, string Certainty, IReadOnlyList<string> Sources, DateOnly ReadOn);

/// <param name="SayItWith">What to do so that it is known.</param>
public sealed record MissingFactResponse(string Name, string SayItWith);

/// <param name="IsMissing">The value is only a mark.</param>
public sealed record FilledFieldResponse(string Label, string Value, bool IsMissing);

/// <param name="State">done, attested (a person says so) or overridden.</param>
/// <param name="Reason">Of one that was overridden why.</param>
public sealed record RemedyLineResponse(string Text, string State, string Reason, string By, DateTimeOffset At);

/// <param name="Says">Words of an answer.</param>
/// <param name="Means">And what to do then.</param>
public sealed record OutcomeResponse(string Says, string Means);

/// <param name="Reason">Why a request is wanted although steps of the remedy fail; the request tells it.</param>
public sealed record ReinstatementOverride(string Reason);
