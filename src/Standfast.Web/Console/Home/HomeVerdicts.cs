using System.Globalization;
using Standfast.Accounts.Pauses;
using Standfast.Mail;
using Standfast.Recovery;
using Standfast.Reputation.States;
using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Anomalies;
using Standfast.Reputation.Statistics.Limits;

namespace Standfast.Web.Console.Home;

/// <summary>
/// The verdicts: the strictest state or pause that covers all mail of a stream, or the way to a provider; without one Watch where a part of it is restricted or a
/// limit of shares is near or passed, or where its numbers are unlike themselves; else Safe.
/// </summary>
internal static class HomeVerdicts
{
    public const string RuleMark = "rule:";

    /// <summary>Of one line; ours.</summary>
    private const int MaxUnlike = 2;

    public static HomeView Judge(HomeFacts facts)
    {
        var (streams, providers) = (Streams(facts), Providers(facts));
        var worst = streams.Concat(providers).Select(line => line.Verdict).DefaultIfEmpty(Verdict.Safe).Max();
        if (worst == Verdict.Safe && (facts.Incidents.Count > 0 || facts.Counts.Held > 0 || facts.Anomalies.Count > 0 || facts.SpoolTrouble is not null || facts.Streams is null)) worst = Verdict.Watch;
        return new HomeView(
            worst, Headline(worst, streams, providers, facts), [.. facts.Incidents.OrderByDescending(one => one.OpenedAt).Select(Describe)], streams, providers, [.. facts.Standings.Select(Describe)],
            facts.Acts.Count > 0 ? Describe(facts.Acts[^1]) : null, facts.Counts.Held, facts.Counts.Messages)
        { SpoolTrouble = facts.SpoolTrouble, IsBlind = facts.Streams is null, Reasons = Reasons(facts) };
    }

    private static List<string> Reasons(HomeFacts facts) =>
    [
        .. facts.Anomalies.OrderByDescending(one => one.Score).Select(one => $"Unlike itself: {one.Text}."),
        .. facts.Standings.Where(standing => standing.Limit.IsShare && standing.State >= LimitState.Near).OrderByDescending(standing => standing.Share)
            .Select(Describe).Select(line => $"{line.Title}, {line.Figures}; {line.Forecast}."),
    ];

    private static string Headline(Verdict worst, List<VerdictLine> streams, List<VerdictLine> providers, HomeFacts facts)
    {
        if (facts.SpoolTrouble is not null) return "No new mail is taken: the server cannot store it.";
        var open = facts.Incidents.Count switch { 0 => "", 1 => "One incident is open. ", var count => $"{count} incidents are open. " };
        var of = streams.Concat(providers).Where(line => line.Verdict == worst).Select(line => line.Name).ToList();
        var names = of.Count <= 3 ? string.Join(", ", of) : $"{string.Join(", ", of.Take(3))} and {of.Count - 3} more";
        return open + worst switch
        {
            Verdict.Safe when streams.Count == 0 => "Nothing was sent in 7 days, and nothing restricts sending.",
            Verdict.Safe => "Everything goes out, and no limit is near.",
            Verdict.Watch when facts.Streams is null => "The figures cannot be read now.",
            Verdict.Watch when of.Count == 0 && facts.Counts.Held > 0 => "Mail goes out, but for what is held for you.",
            Verdict.Watch when of.Count == 0 && facts.Anomalies.Count > 0 => "Everything goes out, but not as usual.",
            Verdict.Watch when of.Count == 0 => "Everything goes out.",
            Verdict.Watch => $"Mail goes out; look at {names}.",
            Verdict.Slowed => $"Slowed: {names}.",
            Verdict.Paused => $"Paused for now: {names}.",
            _ => $"Held until somebody resumes it: {names}.",
        };
    }

    private static List<VerdictLine> Streams(HomeFacts facts)
    {
        var names = new SortedDictionary<(string Account, string Stream), Counts?>();
        foreach (var row in facts.Streams ?? []) names[(row.Values[0], row.Values[1])] = row.Counts;
        foreach (var state in facts.States)
            if (state.Kind != SendingStateKind.Open && state.Key is { Account: { } account, Stream: { } stream })
                names.TryAdd((account.Value, stream.Value), null);
        foreach (var pause in facts.Pauses)
            if (pause.Target is PauseTarget.OfStream of) names.TryAdd((of.Account.Value, of.Stream.Value), null);
        return [.. names.Where(name => name.Key.Account.Length > 0).Select(name => With(
            OfStream(name.Key.Account, name.Key.Stream, name.Value, facts), facts.Anomalies.Where(one => one.Subject.Key is { Cube: StatisticsCube.Stream } key && key.A == name.Key.Account && key.B == name.Key.Stream))).OrderByDescending(line => line.Verdict)];
    }

    private static VerdictLine OfStream(string accountName, string streamName, Counts? counts, HomeFacts facts)
    {
        var name = streamName.Length > 0 ? $"{accountName}/{streamName}" : accountName;
        var account = AccountId.TryParse(accountName, out var knownAccount) ? knownAccount : null;
        var stream = StreamName.TryParse(streamName, out var knownStream) ? knownStream : null;
        if (facts.Pauses.FirstOrDefault(pause => !pause.IsLifting && pause.Target is not PauseTarget.OfCredential && pause.Target.Covers(account, stream, null)) is { } paused)
            return new VerdictLine(name, Verdict.Paused, $"Paused by {paused.Actor}: {paused.Reason}", paused.Since, null);
        bool IsOf(StateKey key) => (key.Account is null || key.Account == account) && (key.Stream is null || key.Stream == stream);
        var states = facts.States.Where(state => state.Kind != SendingStateKind.Open && IsOf(state.Key)).ToList();
        if (Strictest(states.Where(state => state.Key is { IsOfSender: true, Campaign: null, Credential: null })) is { } whole) return OfState(name, whole);
        // A provider's own trouble stands in its own line.
        if (Strictest(states.Where(state => state.Key is { Campaign: not null } or { Credential: not null } || (!state.Key.IsOfWay && !state.Key.IsOfSender))) is { } part) return OfPart(name, part);
        return OfLimits(name, counts, facts.Standings.Where(standing => standing.Limit.Provider == PublishedLimit.Everybody && standing.Part == accountName));
    }

    private static List<VerdictLine> Providers(HomeFacts facts)
    {
        var names = new SortedDictionary<string, Counts?>(StringComparer.Ordinal);
        foreach (var row in facts.Providers ?? []) names[row.Values[0]] = row.Counts;
        foreach (var state in facts.States)
            if (state.Kind != SendingStateKind.Open && state.Key.Provider is { } provider)
                names.TryAdd(provider, null);
        return [.. names.Where(name => name.Key.Length > 0).Select(name => With(
            OfProvider(name.Key, name.Value, facts), facts.Anomalies.Where(one => one.Subject.Key is { Cube: StatisticsCube.Way } key && key.B == name.Key))).OrderByDescending(line => line.Verdict)];
    }

    private static VerdictLine OfProvider(string name, Counts? counts, HomeFacts facts)
    {
        var states = facts.States.Where(state => state.Kind != SendingStateKind.Open && (state.Key.Provider is null || state.Key.Provider == name)).ToList();
        if (Strictest(states.Where(state => state.Key.IsOfWay || state.Key == StateKey.Everything)) is { } way) return OfState(name, way);
        if (Strictest(states.Where(state => state.Key.Provider is not null)) is { } part) return OfPart(name, part);
        return OfLimits(name, counts, facts.Standings.Where(standing => standing.Limit.Provider == name));
    }

    /// <summary>What is unlike itself is to be watched, and is told beside what restricts it.</summary>
    private static VerdictLine With(VerdictLine line, IEnumerable<Anomaly> anomalies)
    {
        List<Anomaly> unlike = [.. anomalies.OrderByDescending(one => one.Score)];
        return unlike.Count == 0 ? line
            : line with { Verdict = line.Verdict == Verdict.Safe ? Verdict.Watch : line.Verdict, Since = line.Since ?? unlike.Min(one => one.Since), Unlike = [.. unlike.Take(MaxUnlike).Select(one => one.Text)] };
    }

    private static SendingState? Strictest(IEnumerable<SendingState> states) => states.MaxBy(state => state.Kind);

    private static VerdictLine OfState(string name, SendingState state) => new(name, Of(state.Kind), state.Reason, state.Since, NextOf(state));

    private static VerdictLine OfPart(string name, SendingState state) => new(name, Verdict.Watch, $"A part of it ({state.Key}) is {state.Kind.ToString().ToLowerInvariant()}: {state.Reason}", state.Since, NextOf(state));

    private static VerdictLine OfLimits(string name, Counts? counts, IEnumerable<LimitStanding> standings) =>
        standings.Where(standing => standing.Limit.IsShare && standing.State >= LimitState.Near).MaxBy(standing => standing.Share) is { } near
            ? new VerdictLine(name, Verdict.Watch, near.Text, null, null)
            : new VerdictLine(name, Verdict.Safe, Figures(counts), null, null);

    private static Verdict Of(SendingStateKind kind) => kind switch { SendingStateKind.Slowed => Verdict.Slowed, SendingStateKind.Paused => Verdict.Paused, SendingStateKind.Held => Verdict.Held, _ => Verdict.Safe };

    private static string? NextOf(SendingState state) => state.Kind switch
    {
        SendingStateKind.Paused when state.NextProbe is { } probe => $"next try {Time(probe)}",
        SendingStateKind.Slowed when state.PerStep is { } messages => $"{messages} messages in each step",
        SendingStateKind.Slowed when state.Until is { } until => $"until {Time(until)}",
        SendingStateKind.Held => "until somebody resumes it",
        _ => null,
    };

    private static string Figures(Counts? counts)
    {
        if (counts is null || counts.Outcomes == 0) return "No outcome in 7 days.";
        return string.Create(CultureInfo.InvariantCulture, $"{counts[CountKind.Delivered]:N0} delivered in 7 days, {100.0 * counts.Lost / counts.Outcomes:0.##} % bounced.");
    }

    private static HomeIncident Describe(Incident incident) => new(incident.Id, incident.Counterparty, incident.Cause, incident.Scope, IncidentLife.NameOf(incident.Stage), incident.OpenedAt);

    private static HomeAct Describe(Accounts.Audit.AuditEntry entry) => new(entry.At, entry.Action switch
    {
        "state.slowed" => "Slowed",
        "state.paused" => "Paused",
        "state.held" => "Held",
        "state.open" => "Opened again",
        var other => other,
    }, entry.Subject, entry.Detail, entry.Actor[RuleMark.Length..]);

    private static LimitLine Describe(LimitStanding standing)
    {
        var limit = standing.Limit;
        var what = limit.Metric switch { LimitMetric.ComplaintRate => "complaints", LimitMetric.BounceRate => "bounces", LimitMetric.UnknownRate => "unknown mailboxes", _ => "deliveries" };
        var counted = standing.Of > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({standing.Count:N0} of {standing.Of:N0} in {Length(limit.Window)})") : standing.Day is { } day ? $" (their report of {day:yyyy-MM-dd})" : $" (in {Length(limit.Window)})";
        return new LimitLine(
            $"{(limit.Provider == PublishedLimit.Everybody ? "All providers" : limit.Provider)}: {what} of {standing.Part}", $"{Amount(limit, standing.Value)} of {Amount(limit, limit.Limit)}{counted}", standing.Share,
            limit.Warn > 0 ? limit.Warn / limit.Limit : null, standing.State == LimitState.Unknown ? null : standing.State >= LimitState.Near ? Verdict.Watch : Verdict.Safe, standing.State == LimitState.Over,
            standing.State switch
            {
                LimitState.Unknown => "too little mail to say",
                LimitState.Over => "the limit is passed",
                _ => standing.ReachedIn is { } time ? $"limit in {Length(time)} at this rate" : "not reached within 7 days at this rate",
            },
            limit.Meaning, limit.Source);
    }

    private static string Amount(PublishedLimit limit, double value) => limit.IsShare ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.###} %") : value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Length(TimeSpan time) => time.TotalHours >= 47.5 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} d") : time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} h") : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min");

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
