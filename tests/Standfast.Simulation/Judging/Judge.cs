using System.Text.RegularExpressions;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Simulation.Network;
using Standfast.Simulation.Peers;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Judging;

/// <summary>
/// Holds the ledgers of clients, sinks and server against each other, as each entry is made: nothing that was promised is lost,
/// every recipient has one end, nobody gets a message twice but for a crash or a broken line, holds hold.
/// </summary>
public sealed partial class Judge(StepScheduler scheduler)
{
    private readonly Dictionary<int, Submission> _submissions = [];
    private readonly Dictionary<SpoolId, int> _numbers = [];
    private readonly Dictionary<(SpoolId Id, string Recipient), List<Delivery>> _deliveries = [];
    private readonly Dictionary<(SpoolId Id, string Recipient), MailEvent> _ends = [];
    private readonly Dictionary<(SpoolId Id, string Recipient), TimeSpan> _held = [];
    private readonly Dictionary<SpoolId, (TimeSpan At, bool IsNotification, bool IsAnswered)> _accepted = [];
    private readonly HashSet<(SpoolId, MailEventKind, string?, DateTimeOffset)> _facts = [];
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly HashSet<SpoolId> _notified = [];
    private readonly List<string> _violations = [];
    private int _lastNumber;

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Crashes so far: each may cost the outcomes of the transactions open at that moment, and no others.</summary>
    public int Crashes { get; set; }

    public int Promises { get; private set; }

    public int Duplicates { get; private set; }

    public int Ends => _ends.Count;

    /// <summary>Whether a domain was ever said not to exist.</summary>
    public Func<DomainName, bool> WasMissing { get; set; } = _ => false;

    /// <summary>The shortest time after which a message may be given up.</summary>
    public TimeSpan ExpiresAfter { get; set; }

    /// <summary>How long the disk has been full so far: a report made in that time waits for room, and ages from the time that it bears.</summary>
    public Func<TimeSpan> TimeFull { get; set; } = () => TimeSpan.Zero;

    public void Fail(string what)
    {
        scheduler.Trace("VIOLATION " + what);
        _violations.Add($"at {scheduler.Now:d\\.hh\\:mm\\:ss\\.fff}: {what}");
    }

    public int NextNumber() => ++_lastNumber;

    public void Sending(int number, string content) => _submissions[number] = new Submission(content);

    /// <summary>The client has read 250.</summary>
    public void Promised(int number, string id, IReadOnlyList<string> recipients)
    {
        scheduler.Trace("promised", number);
        if (!SpoolId.TryParse(id, out var spoolId)) Fail($"no id in the answer to {number}: {id}");
        _submissions[number].Promised = recipients;
        _numbers[spoolId] = number;
        Promises += recipients.Count;
        if (!_accepted.ContainsKey(spoolId)) Fail($"{spoolId} was promised before its acceptance was recorded");
    }

    /// <summary>A sink has said 5xx about the recipient.</summary>
    public void Refused(string recipient) => _refused.Add(recipient);

    /// <summary>A sink has taken a message, and will say so.</summary>
    public void Accepted(Provider provider, string content, IReadOnlyList<string> recipients, TimeSpan started, SimulatedLink link, bool isKnown)
    {
        scheduler.Trace("taken by " + provider.Name, content.Length);
        if (!TryFindId(content, out var id))
        {
            Fail($"{provider.Name} got a message without an id: {content[..Math.Min(200, content.Length)]}");
            return;
        }

        var isNotification = _accepted.TryGetValue(id, out var accepted) && accepted.IsNotification;
        if (!isNotification && NumberField().Match(content) is { Success: true } number && !content.EndsWith(_submissions[int.Parse(number.Groups[1].Value)].Content, StringComparison.Ordinal))
            Fail($"{id} reached {provider.Name} altered");
        foreach (var recipient in recipients) Take((id, recipient), new Delivery(scheduler.Now, link, Crashes, isKnown), started);
    }

    private TimeSpan WaitForRoom(MailEvent accepted)
    {
        var (waited, most) = (scheduler.WallNow - accepted.At, TimeFull());
        return waited < TimeSpan.Zero ? TimeSpan.Zero : waited < most ? waited : most;
    }

    /// <summary>The server's own ledger.</summary>
    internal void Observe(MailEvent fact)
    {
        if (!_facts.Add((fact.Message, fact.Kind, fact.Recipient, fact.At))) return;
        var key = (fact.Message, fact.Recipient ?? "");
        switch (fact.Kind)
        {
            case MailEventKind.Accepted:
                var isNotification = fact.Sender is not { Length: > 0 };
                _accepted.TryAdd(fact.Message, (scheduler.Now - WaitForRoom(fact), isNotification, fact.Account is not null && !isNotification));
                if (isNotification && NotifiedId().Match(fact.Detail ?? "") is { Success: true } match && SpoolId.TryParse(match.Value, out var about)) _notified.Add(about);
                break;
            case MailEventKind.Delivered:
                if (!_deliveries.TryGetValue(key, out var deliveries)) Fail($"{key} counts as delivered, and no sink has it");
                else deliveries.ForEach(delivery => delivery.IsRecorded = true);
                End(key, fact);
                break;
            case MailEventKind.Bounced:
                var domain = EmailAddress.Parse(fact.Recipient!).Domain;
                if (fact.Attempt is not null && !_refused.Contains(fact.Recipient!) && !WasMissing(domain)) Fail($"{key} bounced, and nobody had refused it: {fact.Detail}");
                End(key, fact);
                break;
            case MailEventKind.Expired:
                if (_accepted.TryGetValue(fact.Message, out var accepted) && scheduler.Now - accepted.At < ExpiresAfter) Fail($"{key} expired after {scheduler.Now - accepted.At}");
                End(key, fact);
                break;
            case MailEventKind.Held:
                _held.TryAdd(key, scheduler.Now);
                break;
            case MailEventKind.Released:
                _held.Remove(key);
                break;
        }
    }

    /// <summary>What a start found: every message that was promised and has no end must be among it.</summary>
    public void Recovered(IEnumerable<SpoolId> undone)
    {
        var found = undone.ToHashSet();
        foreach (var (id, number) in _numbers)
        {
            var open = _submissions[number].Promised!.Where(recipient => !_ends.ContainsKey((id, recipient))).ToList();
            if (open.Count > 0 && !found.Contains(id)) Fail($"{id} was promised and is lost for {string.Join(", ", open)}");
        }
    }

    /// <summary>All faults are over, and the time that everything may take is, too.</summary>
    public void Close()
    {
        foreach (var (id, number) in _numbers)
            foreach (var recipient in _submissions[number].Promised!)
                if (!_ends.ContainsKey((id, recipient))) Fail($"{id} for {recipient} has no end");
        foreach (var (key, fact) in _ends)
        {
            if (fact.Kind == MailEventKind.Delivered || !_accepted.TryGetValue(key.Id, out var accepted) || !accepted.IsAnswered) continue;
            if (!_notified.Contains(key.Id)) Fail($"{key} failed, and its sender was not told");
        }
    }

    private static bool TryFindId(string content, out SpoolId id)
    {
        id = default;
        return IdField().Match(content) is { Success: true } match && SpoolId.TryParse(match.Groups[1].Value, out id);
    }

    private void Take((SpoolId Id, string Recipient) key, Delivery delivery, TimeSpan started)
    {
        if (!_deliveries.TryGetValue(key, out var before)) _deliveries.Add(key, before = []);
        foreach (var earlier in before)
        {
            Duplicates++;
            var isExcused = !earlier.IsRecorded && (!earlier.IsKnown || earlier.Link.IsDisturbed || earlier.Crashes < Crashes);
            // What was in a broken line may arrive when the server has long tried again.
            if (!isExcused && !delivery.Link.IsDisturbed)
                Fail($"{key} was taken twice, at {earlier.At} and now; recorded: {earlier.IsRecorded}, answered: {earlier.IsKnown}, crashes since: {Crashes - earlier.Crashes}");
        }

        before.Add(delivery);
        if (_held.TryGetValue(key, out var since) && started > since && !delivery.Link.IsDisturbed) Fail($"{key} was sent at {started}, held since {since}");
        if (_ends.TryGetValue(key, out var end) && !delivery.Link.IsDisturbed) Fail($"{key} was sent after its end ({end.Kind} at {end.At:u})");
    }

    private void End((SpoolId Id, string Recipient) key, MailEvent fact)
    {
        if (!_ends.TryAdd(key, fact)) Fail($"{key} has two ends: {_ends[key].Kind} at {_ends[key].At:O} and {fact.Kind} at {fact.At:O}");
    }

    [GeneratedRegex("""(?:^\tby \S+ with \w+ id |^Message-ID: <)([0-9A-HJKMNP-TV-Z]{26})\b""", RegexOptions.Multiline)]
    private static partial Regex IdField();

    [GeneratedRegex("^X-Number: ([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex NumberField();

    [GeneratedRegex("[0-9A-HJKMNP-TV-Z]{26}")]
    private static partial Regex NotifiedId();
}
