using Standfast.Recovery.Notices;

namespace Standfast.Recovery.Remedies;

/// <summary>Checklists of incidents: what is to be done for each, and what is done. Changes are durable when they return. May be called concurrently.</summary>
public sealed class RemedyBook(IncidentBook incidents, IReadOnlyList<Remedy> remedies)
{
    private const string CheckActor = "rule:check", RemedyActor = "rule:remedy";

    private static readonly string[] s_hostKinds = [.. new[] { NoticeKind.AbuseNotice, NoticeKind.PortBlocked }.Select(NoticeRuleFiles.NameOf)];

    /// <summary>In the order in which it is to be done; empty while no cause is known.</summary>
    public IReadOnlyList<ChecklistLine> Checklist(Incident incident)
    {
        if (incident.Diagnosed is not { } diagnosed) return [];
        var marks = incident.Remedy.ToDictionary(mark => mark.Step);
        return [.. Steps(CauseNames.Of(diagnosed.Cause)).Concat(IsOfHost(incident) ? Steps(RemedyFiles.HostNotice) : []).Select(step => new ChecklistLine(step, marks.GetValueOrDefault(step.Id)))];
    }

    /// <summary>Whether a request may go out for it.</summary>
    public RequestPermission MayRequest(Incident incident)
    {
        var lines = Checklist(incident);
        var overridden = lines.Where(line => line.State == RemedyState.Overridden).ToList();
        RequestPermission No(string why) => new(false, why, overridden);
        if (incident.IsOver) return No($"{incident.Id} is closed: there is nothing to ask for");
        if (incident.Stage is IncidentStage.Reinstated or IncidentStage.Ramping) return No($"{incident.Id} is {IncidentLife.NameOf(incident.Stage)}: there is nothing to ask for");
        // Who asks again too early, or twice at once, is answered later, or not at all.
        if (incident.LastRequest is { } last && last.LookAgainAt > incidents.Now) return No($"{incident.Id} was requested at {last.At:u}{(last.Via.Length == 0 ? ", and may have gone out" : "")}: not again before {last.LookAgainAt:u}; mark what they answer");
        if (incident.Stage == IncidentStage.Requested && incident.LastRequest is null) return No($"{incident.Id} was requested: one request at a time; mark what they answer first");
        if (lines.Count == 0) return No($"the cause of {incident.Id} is not known: \"standfast incident check {incident.Id}\" looks for it");
        if (lines.FirstOrDefault(line => !line.IsSettled) is not { } left) return new RequestPermission(true, "", overridden);
        var rest = lines.Count(line => !line.IsSettled);
        var next = left.State == RemedyState.Failing ? $"its check says: {left.Mark!.Text}; mend that and \"standfast incident check {incident.Id}\""
            : left.Step.Check.Length > 0 ? $"\"standfast incident check {incident.Id}\" looks whether it is done" : $"do it, then \"standfast incident sign {incident.Id} {left.Step.Id} --by NAME\"";
        return No($"{rest} of {lines.Count} steps are left, first {left.Step.Id} ({left.Step.Text}): {next}");
    }

    /// <summary>Keeps the cause that was found. A person's word stands until another one's.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public Incident? Diagnose(string id, SuspensionCause cause, string reason, string actor) => incidents.Change(id, (known, now) =>
    {
        var isRule = actor.StartsWith("rule:", StringComparison.Ordinal);
        if (known.IsOver || (isRule && (known.Diagnosed?.Cause == cause || known.Diagnosed?.Actor.StartsWith("rule:", StringComparison.Ordinal) == false || known.Stage > IncidentStage.Remedied))) return known;
        var next = known.With(new IncidentEntry(now, actor, $"the cause is {CauseNames.Of(cause)}: {reason}")) with { Diagnosed = new DiagnosedCause(cause, now, actor, reason) };
        return Settled(known.Stage is IncidentStage.Detected or IncidentStage.Contained or IncidentStage.Remedied or IncidentStage.Refused
            ? IncidentLife.Move(next, IncidentStage.Diagnosed, now, actor, $"{CauseNames.Of(cause)}: {reason}") : next, now);
    });

    /// <summary>Runs every automatic check of the checklist.</summary>
    /// <returns>Null where there is no such incident.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public Incident? Check(string id, RemedyFacts facts) => incidents.Change(id, (known, now) =>
    {
        if (known.IsOver) return known;
        var next = known;
        foreach (var line in Checklist(known).Where(line => line.Step.Check.Length > 0))
        {
            var verdict = RemedyChecks.Look(line.Step.Check, known, facts);
            // What could not be looked at says nothing, and takes nobody's word back.
            if (verdict.Passes is null && line.State is RemedyState.Signed or RemedyState.Overridden) continue;
            if (verdict.Passes == false && line.State == RemedyState.Overridden) continue;
            var state = verdict.Passes switch { true => RemedyState.Done, false => RemedyState.Failing, null => RemedyState.Open };
            if (line.Mark is { } mark && mark.State == state && mark.Text == verdict.Text) continue;
            next = Marked(next, new RemedyMark(line.Step.Id, state, now, CheckActor, verdict.Text));
            if (state != line.State) next = next.With(new IncidentEntry(now, CheckActor, $"{line.Step.Id} is {Name(state)}: {verdict.Text}"));
        }

        return Settled(next, now);
    });

    /// <summary>Keeps that a person says that a step is done.</summary>
    /// <returns>Null twice where there is no such incident; a refusal is one sentence that says why, and what to do.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public (Incident? Incident, string? Refusal) Sign(string id, string step, string by, string note, string actor) => Settle(id, step, (incident, line) =>
        line.Step.Check.Length == 0 || line is { State: RemedyState.Open, Mark: not null } ? null
            : line.Mark is null ? $"{step} has a check: \"standfast incident check {incident.Id}\" looks whether it is done"
            : line.State == RemedyState.Failing ? $"the check of {step} says that it is not done: {line.Mark.Text}; mend it, or \"standfast incident override {incident.Id} {step} --reason TEXT\", which a request then does not hide"
            : $"{step} is {Name(line.State)} already",
        now => new RemedyMark(step, RemedyState.Signed, now, by, note), $"{step} is signed by {by}{(note.Length > 0 ? ": " + note : "")}", actor);

    /// <summary>Passes over a step: a request may go out, and says so.</summary>
    /// <returns>As of <see cref="Sign"/>.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public (Incident? Incident, string? Refusal) Override(string id, string step, string reason, string actor) => Settle(id, step, (_, line) => line.State is RemedyState.Done or RemedyState.Signed ? $"{step} is {Name(line.State)} already" : null,
        now => new RemedyMark(step, RemedyState.Overridden, now, actor, reason), $"{step} is overridden: {reason}", actor);

    /// <summary>The incident with every step that is left passed over.</summary>
    internal Incident PassedOver(Incident incident, string reason, string actor, DateTimeOffset now)
    {
        var next = incident;
        foreach (var line in Checklist(incident).Where(line => !line.IsSettled))
            next = Marked(next, new RemedyMark(line.Step.Id, RemedyState.Overridden, now, actor, reason)).With(new IncidentEntry(now, actor, $"{line.Step.Id} is overridden: {reason}"));
        return Settled(next, now);
    }

    /// <summary>What <see cref="PassedOver"/> did, undone: the request that it was for has not gone.</summary>
    /// <param name="before">Its marks until then.</param>
    internal Incident TakenBack(Incident incident, string reason, IReadOnlyCollection<RemedyMark> before, DateTimeOffset now)
    {
        var mine = incident.Remedy.Where(mark => mark.State == RemedyState.Overridden && mark.Text == reason && !before.Contains(mark)).Select(mark => mark.Step).ToHashSet();
        return Settled(incident with { Remedy = [.. incident.Remedy.Where(mark => !mine.Contains(mark.Step)), .. before.Where(mark => mine.Contains(mark.Step))] }, now);
    }

    public static string Name(RemedyState state) => state.ToString().ToLowerInvariant();

    private (Incident? Incident, string? Refusal) Settle(string id, string step, Func<Incident, ChecklistLine, string?> whyNot, Func<DateTimeOffset, RemedyMark> mark, string text, string actor)
    {
        string? refusal = null;
        var next = incidents.Change(id, (known, now) =>
        {
            var line = Checklist(known).FirstOrDefault(one => one.Step.Id == step);
            refusal = known.IsOver ? $"{known.Id} is closed" : known.Diagnosed is null ? $"{known.Id} has no checklist before its cause is known: \"standfast incident check {known.Id}\" looks for it"
                : line is null ? $"the checklist of {known.Id} has no step {step}; \"standfast incident show {known.Id}\" lists them" : whyNot(known, line);
            return refusal is not null ? known : Settled(Marked(known, mark(now)).With(new IncidentEntry(now, actor, text)), now);
        });
        return (next, refusal);
    }

    /// <summary>Remedied when nothing is left, and not so any more when something fails again.</summary>
    private Incident Settled(Incident incident, DateTimeOffset now)
    {
        var lines = Checklist(incident);
        var isSettled = lines.Count > 0 && lines.All(line => line.IsSettled);
        return incident.Stage switch
        {
            IncidentStage.Diagnosed when isSettled => IncidentLife.Move(incident, IncidentStage.Remedied, now, RemedyActor, $"{lines.Count} steps are done, signed or overridden"),
            IncidentStage.Remedied when !isSettled => IncidentLife.Move(incident, IncidentStage.Diagnosed, now, RemedyActor, $"{lines.First(line => !line.IsSettled).Step.Id} is {Name(lines.First(line => !line.IsSettled).State)} again"),
            _ => incident,
        };
    }

    private static Incident Marked(Incident incident, RemedyMark mark) => incident with { Remedy = [.. incident.Remedy.Where(one => one.Step != mark.Step), mark] };

    private IReadOnlyList<RemedyStep> Steps(string id) => remedies.FirstOrDefault(remedy => remedy.Id == id)?.Steps ?? [];

    private static bool IsOfHost(Incident incident) => incident.Notice is { } notice && s_hostKinds.Contains(notice.Kind);
}
