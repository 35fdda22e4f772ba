using System.Globalization;
using System.Threading.Channels;

namespace Standfast.Reputation.Alerts;

/// <summary>
/// Tells the owner by every outlet: the first alert of a group at once, its repeats as a summary after an hour, then after twice as long each time. May be
/// called concurrently; what is told is told by <see cref="RunAsync"/>.
/// </summary>
public sealed class AlertDesk(IReadOnlyList<IAlertOutlet> outlets, Action<string, Exception> notGiven, TimeProvider time)
{
    /// <summary>Alerts that wait for slow outlets; ours. Beyond them the oldest are in the log alone.</summary>
    private const int MaxWaiting = 1_000;

    /// <summary>Groups whose repeats are counted; ours. Beyond them the one that was quiet longest counts as new again.</summary>
    private const int MaxGroups = 1_000;

    private static readonly TimeSpan s_quiet = TimeSpan.FromHours(1), s_longestQuiet = TimeSpan.FromDays(1), s_tick = TimeSpan.FromMinutes(1), s_patience = TimeSpan.FromMinutes(1), s_grace = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly Channel<Alert> _waiting = Channel.CreateBounded<Alert>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly long _start = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Returns at once.</summary>
    public void Raise(Alert alert)
    {
        lock (_lock)
        {
            var now = Now;
            if (_groups.TryGetValue(alert.Group, out var group) && (now < group.QuietUntil || group.Repeats > 0))
            {
                group.Repeats++;
                group.Last = alert;
                return;
            }

            if (group is null && _groups.Count >= MaxGroups) _groups.Remove(_groups.MinBy(one => one.Value.QuietUntil).Key);
            // A group that had been silent for as long as it was quiet begins anew.
            var quiet = group is not null && now - group.QuietUntil < group.Quiet ? Longer(group.Quiet) : s_quiet;
            _groups[alert.Group] = new Group(alert, quiet, now + quiet);
        }

        _waiting.Writer.TryWrite(alert);
    }

    /// <summary>Summaries of what was repeated and whose quiet time is over.</summary>
    public void Summarise()
    {
        lock (_lock)
        {
            var now = Now;
            foreach (var (key, group) in _groups)
            {
                if (now < group.QuietUntil) continue;
                if (group.Repeats == 0)
                {
                    if (now - group.QuietUntil >= group.Quiet) _groups.Remove(key);
                    continue;
                }

                var text = string.Create(CultureInfo.InvariantCulture, $"{group.Repeats} more since {group.Since:u}; the last: {group.Last.Text}");
                _waiting.Writer.TryWrite(group.Last with { Text = text, Repeats = group.Repeats });
                var quiet = Longer(group.Quiet);
                _groups[key] = new Group(group.Last, quiet, now + quiet);
            }
        }
    }

    /// <summary>Gives alerts to the outlets until it is cancelled; what waits then is given within five seconds, or is in the log alone.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var grace = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var stopped = stop.Register(() => grace.CancelAfter(s_grace));
        using var timer = new PeriodicTimer(s_tick, time);
        var tick = timer.WaitForNextTickAsync(stop).AsTask();
        var news = _waiting.Reader.WaitToReadAsync(stop).AsTask();
        try
        {
            while (true)
            {
                if (await Task.WhenAny(tick, news) == news)
                {
                    await news;
                    await GiveWaitingAsync(grace.Token);
                    news = _waiting.Reader.WaitToReadAsync(stop).AsTask();
                    continue;
                }

                await tick;
                Summarise();
                tick = timer.WaitForNextTickAsync(stop).AsTask();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await GiveWaitingAsync(grace.Token);
        }
    }

    /// <summary>Gives what waits now. Once it is cancelled, what is being given is broken off, and the rest waits on.</summary>
    public async Task GiveWaitingAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && _waiting.Reader.TryRead(out var alert))
        {
            foreach (var outlet in outlets)
            {
                try
                {
                    using var patience = new CancellationTokenSource(s_patience, time);
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
                    await outlet.GiveAsync(alert, either.Token);
                }
                catch (Exception exception) when (exception is IOException or OperationCanceledException)
                {
                    notGiven(outlet.Name, exception);
                }
            }
        }
    }

    private static TimeSpan Longer(TimeSpan quiet) => quiet * 2 < s_longestQuiet ? quiet * 2 : s_longestQuiet;

    private sealed class Group(Alert last, TimeSpan quiet, TimeSpan quietUntil)
    {
        public Alert Last { get; set; } = last;

        public DateTimeOffset Since { get; } = last.At;

        public TimeSpan Quiet => quiet;

        public TimeSpan QuietUntil => quietUntil;

        public int Repeats { get; set; }
    }
}
