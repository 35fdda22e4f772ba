using System.Globalization;
using Standfast.Reputation.Incidents;

namespace Standfast.Recovery;

/// <summary>All incidents. One cause is one incident: further signs add to it, and a sign soon after its end opens it again. May be called concurrently.</summary>
public sealed class IncidentBook : IIncidentDesk
{
    /// <summary>A sign within that time after the end is a relapse, not a new incident; ours.</summary>
    public static readonly TimeSpan Relapse = TimeSpan.FromDays(7);

    private const string Prefix = "INC-";

    /// <summary>Ours; beyond them the oldest that are over go.</summary>
    private const int MaxIncidents = 10_000;

    private readonly Lock _lock = new();

    /// <summary>Held while the store is written.</summary>
    private readonly Lock _writing = new();

    private readonly SortedDictionary<long, Incident> _incidents = [];
    private readonly HashSet<string> _unwritten = new(StringComparer.Ordinal);
    private readonly IIncidentStore _store;
    private readonly TimeProvider _time;

    /// <exception cref="IOException">The incidents cannot be read.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    public IncidentBook(IIncidentStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        foreach (var incident in store.Load()) _incidents[NumberOf(incident.Id)] = IncidentLife.Upgrade(incident);
    }

    /// <summary>Told of each incident that opens, or opens again, and of each that ends. Must return at once.</summary>
    public event Action<Incident>? Turned;

    /// <summary>Told of each incident that a person, or its checklist, has brought to another stage, once that is durable. Must return at once.</summary>
    public event Action<Incident>? Moved;

    /// <summary>Told when the store could not be written; it is tried again with the next report.</summary>
    public event Action<Exception>? NotWritten;

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Incident> All
    {
        get
        {
            lock (_lock) return [.. _incidents.Values];
        }
    }

    /// <param name="id">"INC-7", or the number alone.</param>
    public Incident? Find(string id)
    {
        lock (_lock) return TryReadNumber(id, out var number) ? _incidents.GetValueOrDefault(number) : null;
    }

    /// <summary>The one that is not over; null where there is none.</summary>
    public Incident? FindOpen(string scope)
    {
        lock (_lock) return _incidents.Values.LastOrDefault(incident => incident.Scope == scope && !incident.IsOver);
    }

    public void Report(IncidentSignal signal)
    {
        Incident? turned;
        lock (_lock) turned = ReportLocked(signal);
        try
        {
            Write();
        }
        catch (IOException exception)
        {
            NotWritten?.Invoke(exception);
        }

        if (turned is not null) Turned?.Invoke(turned);
    }

    /// <summary>Opens one by hand, such as for a suspension that came by mail or telephone. Durable when it returns.</summary>
    /// <param name="text">The counterparty's own words.</param>
    /// <param name="notice">What they are from; null where they are all there is.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public Incident Open(string counterparty, string cause, string scope, string text, string actor, IncidentNotice? notice = null, string action = "")
    {
        Incident opened;
        bool isTurn;
        lock (_lock)
        {
            isTurn = ReportLocked(new IncidentSignal(_time.GetUtcNow(), counterparty, cause, scope, IncidentStep.Seen, text) { RuleId = actor, Action = action }) is not null;
            opened = FindLocked(counterparty, cause, scope)!;
            if (notice is not null) KeepLocked(opened = opened with { Notice = notice });
        }

        Write();
        if (isTurn) Turned?.Invoke(opened);
        return opened;
    }

    /// <summary>Adds a line of a person, and ends the incident where that is said. Durable when it returns.</summary>
    /// <returns>Null where there is no such incident.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public Incident? Note(string id, string text, string actor, bool resolves) => Change(id, (known, now) =>
    {
        var next = known.With(new IncidentEntry(now, actor, text));
        return resolves && !known.IsOver ? IncidentLife.Move(next, IncidentStage.Closed, now, actor, text) : next;
    });

    /// <summary>Brings it to a stage, where that may follow its own. Durable when it returns.</summary>
    /// <returns>Null twice where there is no such incident; a refusal is one sentence that says why, and what to do next.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public (Incident? Incident, string? Refusal) Mark(string id, IncidentStage stage, string reason, string actor)
    {
        string? refusal = null;
        var next = Change(id, (known, now) =>
        {
            refusal = IncidentLife.WhyNot(known, stage);
            return refusal is null ? IncidentLife.Move(known.With(new IncidentEntry(now, actor, $"{IncidentLife.NameOf(stage)}: {reason}")), stage, now, actor, reason) : known;
        });
        return (next, refusal);
    }

    /// <summary>Changes an incident, and tells where it ends; one that stays as it is, is not written. Durable when it returns.</summary>
    /// <param name="change">Called once, under the lock: it only reads what it is given.</param>
    /// <returns>Null where there is no such incident.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public Incident? Change(string id, Func<Incident, DateTimeOffset, Incident> change)
    {
        Incident? known;
        Incident next;
        lock (_lock)
        {
            if (!TryReadNumber(id, out var number) || !_incidents.TryGetValue(number, out known)) return null;
            next = change(known, _time.GetUtcNow());
            if (ReferenceEquals(next, known)) return next;
            KeepLocked(next);
        }

        Write();
        if (next.IsOver && !known.IsOver) Turned?.Invoke(next);
        if (next.Stage != known.Stage) Moved?.Invoke(next);
        return next;
    }

    /// <returns>The incident where it opened, opened again or ended.</returns>
    private Incident? ReportLocked(IncidentSignal signal)
    {
        var known = FindLocked(signal.Counterparty, signal.Cause, signal.Scope);
        if (signal.Step != IncidentStep.Seen) return known is { IsOver: false } ? GoOnLocked(known, signal) : null;
        var isTurn = known is null or { IsOver: true };
        var incident = known ?? new Incident($"{Prefix}{(_incidents.Count > 0 ? _incidents.Keys.Last() : 0) + 1}", signal.Counterparty, signal.Cause, signal.Scope, signal.At, signal.Text) { RuleId = signal.RuleId, Action = signal.Action };
        if (isTurn || incident.Status == IncidentStatus.Resuming)
        {
            incident = incident.With(new IncidentEntry(signal.At, signal.RuleId, (known is null ? "opened: " : "again: ") + signal.Text));
            // What was remedied did not hold: all of it is to be shown anew.
            incident = IncidentLife.Move(incident, IncidentStage.Detected, signal.At, signal.RuleId, signal.Text) with { Remedy = [], Diagnosed = null };
        }

        if (signal.Contained is { } contained)
        {
            incident = incident.With(new IncidentEntry(signal.At, signal.RuleId, contained));
            if (incident.Stage == IncidentStage.Detected) incident = IncidentLife.Move(incident, IncidentStage.Contained, signal.At, signal.RuleId, contained);
        }

        incident = incident.With(new IncidentEvidence(signal.At, signal.Message, signal.Text)) with
        {
            Status = IncidentStatus.Open,
            Signals = incident.Signals + 1,
            LastSeenAt = signal.At,
            ResolvedAt = null,
            Action = signal.Action.Length > 0 ? signal.Action : incident.Action,
        };
        KeepLocked(incident);
        return isTurn ? incident : null;
    }

    private Incident? GoOnLocked(Incident known, IncidentSignal signal)
    {
        var isOver = signal.Step == IncidentStep.Resolved;
        var next = known.With(new IncidentEntry(signal.At, signal.RuleId, signal.Text));
        var stage = isOver ? IncidentStage.Closed : IncidentStage.Ramping;
        if (known.Stage != stage) next = IncidentLife.Move(next, stage, signal.At, signal.RuleId, signal.Text);
        KeepLocked(next);
        return isOver ? next : null;
    }

    /// <summary>The newest of that cause that is not long over.</summary>
    private Incident? FindLocked(string counterparty, string cause, string scope) => _incidents.Values.LastOrDefault(incident =>
        incident.Counterparty == counterparty && incident.Cause == cause && incident.Scope == scope && (incident.ResolvedAt is not { } ended || _time.GetUtcNow() - ended < Relapse));

    private void KeepLocked(Incident incident)
    {
        _incidents[NumberOf(incident.Id)] = incident;
        _unwritten.Add(incident.Id);
        if (_incidents.Count <= MaxIncidents) return;
        var oldest = _incidents.Values.FirstOrDefault(one => one.IsOver) ?? _incidents.Values.First();
        _incidents.Remove(NumberOf(oldest.Id));
        _unwritten.Add(oldest.Id);
    }

    /// <exception cref="IOException">It could not be written, and will be tried again.</exception>
    private void Write()
    {
        lock (_writing)
        {
            List<(string Id, Incident? Incident)> changed;
            lock (_lock)
            {
                changed = [.. _unwritten.Select(id => (id, _incidents.GetValueOrDefault(NumberOf(id))))];
                _unwritten.Clear();
            }

            for (var index = 0; index < changed.Count; index++)
            {
                try
                {
                    if (changed[index].Incident is { } incident) _store.Save(incident);
                    else _store.Remove(changed[index].Id);
                }
                catch (IOException)
                {
                    lock (_lock) _unwritten.UnionWith(changed.Skip(index).Select(one => one.Id));
                    throw;
                }
            }
        }
    }

    private static long NumberOf(string id) => TryReadNumber(id, out var number) ? number : throw new InvalidDataException($"\"{id}\" is not the id of an incident");

    private static bool TryReadNumber(string id, out long number) =>
        long.TryParse(id.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? id[Prefix.Length..] : id, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
