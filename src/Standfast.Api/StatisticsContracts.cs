namespace Standfast.Api;

/// <summary>What happened to mail, in numbers. Rates are shares from 0 to 1, null where there is nothing to divide by.</summary>
/// <param name="Accepted">Messages taken; all else counts recipients.</param>
/// <param name="Attempts">Tries at delivery: delivered, deferred and bounced together.</param>
/// <param name="Undelivered">Reported as not delivered after the next server had taken them.</param>
/// <param name="Opened">By persons, as far as can be told; machines apart.</param>
/// <param name="Postponed">Put off without a try.</param>
/// <param name="Cancelled">Ended without a try, by hand or by a rule.</param>
/// <param name="DeferralRate">Deferred, of attempts.</param>
/// <param name="BounceRate">Bounced and undelivered, of delivered and bounced.</param>
/// <param name="ComplaintRate">Of delivered, as are those of unsubscribes, opens and clicks.</param>
/// <param name="LatencyP50">Seconds from acceptance to delivery; half were faster.</param>
/// <param name="BounceCauses">Bounced and undelivered by cause (docs/replies.md).</param>
/// <param name="DeferralCauses">Deferred by cause.</param>
public sealed record StatisticsFigures(
    long Accepted, long Attempts, long Delivered, long Deferred, long Bounced, long Undelivered, long Expired, long Suppressed, long Held, long Postponed, long Cancelled, long Complained, long Unsubscribed, long Opened, long Clicked,
    long MachineOpened, long MachineClicked, double? DeferralRate, double? BounceRate, double? ComplaintRate, double? UnsubscribeRate, double? OpenRate, double? ClickRate, double? LatencyP50, double? LatencyP95, double? LatencyP99,
    IReadOnlyDictionary<string, long> BounceCauses, IReadOnlyDictionary<string, long> DeferralCauses);

/// <param name="At">Begin of the step.</param>
public sealed record StatisticsPointResponse(DateTimeOffset At, StatisticsFigures Figures);

/// <param name="Of">account, stream, campaign, source, provider or domain, and its value; "" where there is none, "(other)" for what there was no room for.</param>
/// <param name="Points">By time; a step in which nothing happened is left out.</param>
public sealed record StatisticsRowResponse(IReadOnlyDictionary<string, string> Of, StatisticsFigures Figures, IReadOnlyList<StatisticsPointResponse> Points);

/// <param name="From">What was counted begins here: the time asked for, in whole minutes, hours or days as they are kept.</param>
/// <param name="To">The first instant that was not counted.</param>
/// <param name="Total">Of all rows, also those beyond the limit.</param>
/// <param name="Rows">Those with the most first.</param>
public sealed record StatisticsResponse(DateTimeOffset From, DateTimeOffset To, string? Step, IReadOnlyList<string> By, StatisticsFigures Total, IReadOnlyList<StatisticsRowResponse> Rows);

/// <param name="Since">Begin of the hour in which it was found.</param>
/// <param name="Until">Null while it lasts.</param>
/// <param name="Kind">volume, deferrals, bounces or complaints.</param>
/// <param name="Cause">Of bounces (docs/replies.md).</param>
/// <param name="Of">The part of the mail; empty for all of it.</param>
/// <param name="Drift">Found by small differences over hours, not by one hour.</param>
/// <param name="Count">When it was found.</param>
/// <param name="Whole">What the count is a share of; 0 for volumes.</param>
/// <param name="Expected">What the count is as a rule, at that time of the week.</param>
/// <param name="Score">About a number of standard deviations; of a drift the evidence for it in natural logarithms.</param>
public sealed record AnomalyResponse(
    DateTimeOffset Since, DateTimeOffset? Until, DateTimeOffset LastAt, string Kind, string? Cause, IReadOnlyDictionary<string, string> Of, bool Drift, long Count, long Whole, double Expected, double Ratio, double Score, int Hours, string Text);

/// <param name="Provider">"*" for mail to everybody.</param>
/// <param name="Part">A source, an account where it is mail to everybody, or a domain that the provider reports of.</param>
/// <param name="State">ok, near, over, or unknown where there is too little mail to say.</param>
/// <param name="IsShare">Value and limit are shares from 0 to 1; else numbers of messages.</param>
/// <param name="Warn">Where the publisher wants us below; null where there is no such number.</param>
/// <param name="OfLimit">1 at the limit.</param>
/// <param name="SlopeAnHour">Change of the value in an hour, by its last twelve.</param>
/// <param name="ReachedInHours">When the limit is met at this rate: 0 where it is, null where it is not within 7 days.</param>
/// <param name="Day">Of a value that the provider reports; null for what was counted here.</param>
public sealed record LimitStandingResponse(
    string Limit, string Provider, string Part, string State, bool IsShare, double Value, double Most, double? Warn, double OfLimit, long Count, long Whole, double SlopeAnHour, double? ReachedInHours, double WindowHours, DateOnly? Day,
    string Text, string Meaning, string Source, string Date);
