using System.Diagnostics.CodeAnalysis;

namespace Standfast.Policy.Compromise;

/// <summary>What a sender did in the last hour, by the minute. Not durable: after a restart it begins empty. Not to be used concurrently.</summary>
internal sealed class RecentMail
{
    public const int Minutes = 60;

    /// <summary>The shorter of the two windows, in minutes.</summary>
    public const int ShortMinutes = 10;

    /// <summary>Samples kept for the person who judges.</summary>
    private const int MaxSamples = 20;

    /// <summary>More are not told apart; far above what stops a sender.</summary>
    private const int MaxNetworks = 512;

    private const int MaxHosts = 64;

    private readonly Minute[] _minutes = new Minute[Minutes];
    private readonly Dictionary<ulong, long> _networks = [];
    private readonly Dictionary<string, (int Count, long LastMinute)> _hosts = [];
    private readonly Queue<MailSample> _samples = new();
    private long _now;

    /// <summary>Messages that were let through, held ones too.</summary>
    public Minute Hour { get; private set; }

    public Minute Short { get; private set; }

    public int Networks => _networks.Count;

    public IEnumerable<ulong> NetworkKeys => _networks.Keys;

    public IReadOnlyCollection<MailSample> Samples => _samples;

    /// <summary>Moves the windows on. A clock that goes back stands still.</summary>
    public void Advance(DateTimeOffset now)
    {
        var minute = now.ToUnixTimeSeconds() / 60;
        if (minute <= _now) return;
        for (var passed = Math.Max(_now + 1, minute - Minutes + 1); passed <= minute; passed++) _minutes[passed % Minutes] = default;
        _now = minute;
        foreach (var (network, last) in _networks)
            if (last <= minute - Minutes)
                _networks.Remove(network);
        foreach (var (host, seen) in _hosts)
            if (seen.LastMinute <= minute - Minutes)
                _hosts.Remove(host);
        Sum();
    }

    public void Add(in Minute mail, NetworkPrefix? network, MailSample sample)
    {
        Count(mail);
        if (network is { } from && (_networks.Count < MaxNetworks || _networks.ContainsKey(from.Key))) _networks[from.Key] = _now;
        _samples.Enqueue(sample);
        if (_samples.Count > MaxSamples) _samples.Dequeue();
    }

    /// <summary>Takes back what <see cref="Add"/> counted, and counts a deferral in its place.</summary>
    public void Defer(in Minute mail) => Count(new Minute { Messages = -mail.Messages, Recipients = -mail.Recipients, NewRecipients = -mail.NewRecipients, Novel = -mail.Novel, Foreign = -mail.Foreign, Deferred = 1 });

    /// <summary>One more try was told to come back, before its message was seen.</summary>
    public void CountDeferral() => Count(new Minute { Deferred = 1 });

    /// <returns>How many messages of the hour carried a link to this host, this one included.</returns>
    public int CountHost(string host)
    {
        if (!_hosts.TryGetValue(host, out var seen) && _hosts.Count >= MaxHosts) return 0;
        _hosts[host] = (seen.Count + 1, _now);
        return seen.Count + 1;
    }

    /// <summary>Forgets what was judged: after a release it is no deviation any more.</summary>
    public void Clear()
    {
        Array.Clear(_minutes);
        _hosts.Clear();
        Sum();
    }

    private void Count(in Minute mail)
    {
        _minutes[_now % Minutes] += mail;
        Hour += mail;
        Short += mail;
    }

    private void Sum()
    {
        var (hour, last) = (default(Minute), default(Minute));
        for (var back = 0; back < Minutes; back++)
        {
            if (_now - back < 0) break;
            hour += _minutes[(_now - back) % Minutes];
            if (back < ShortMinutes) last += _minutes[(_now - back) % Minutes];
        }

        (Hour, Short) = (hour, last);
    }

    /// <summary>Counts of some minutes.</summary>
    [SuppressMessage("Design", "CA1034", Justification = "Only the windows count in it.")]
    public readonly record struct Minute
    {
        public int Messages { get; init; }

        public int Recipients { get; init; }

        /// <summary>Recipients that the sender has not written to before.</summary>
        public int NewRecipients { get; init; }

        /// <summary>Messages from a network that is new, with a text that is new, mostly to recipients that are new.</summary>
        public int Novel { get; init; }

        /// <summary>Messages from a network that is not among the sender's.</summary>
        public int Foreign { get; init; }

        /// <summary>Tries that were told to come back later.</summary>
        public int Deferred { get; init; }

        public static Minute operator +(in Minute left, in Minute right) => new()
        {
            Messages = left.Messages + right.Messages,
            Recipients = left.Recipients + right.Recipients,
            NewRecipients = left.NewRecipients + right.NewRecipients,
            Novel = left.Novel + right.Novel,
            Foreign = left.Foreign + right.Foreign,
            Deferred = left.Deferred + right.Deferred,
        };
    }
}
