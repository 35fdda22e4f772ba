using System.Collections.Concurrent;
using System.Threading.Channels;
using Standfast.Mail;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Compromise;

/// <content>Holds: made, kept, lifted.</content>
public sealed partial class SenderWatch
{
    /// <summary>Ours; a week of an unhappy day.</summary>
    private const int MaxReleased = 100;

    /// <summary>Between savings of what was learned, and between two of one busy sender; a crash forgets as much. Ours: a habit is of weeks, and 1,000 busy senders are 20 MB.</summary>
    private static readonly TimeSpan s_saving = TimeSpan.FromSeconds(5), s_savingOfOne = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<ReleasedSender> _released = new();

    private readonly ConcurrentDictionary<string, LiveHold> _holds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);
    private readonly Channel<LiveHold> _fresh = Channel.CreateUnbounded<LiveHold>();

    /// <summary>Told of each fresh hold once it is in force. Must return soon.</summary>
    public event Action<SenderHold>? Held;

    /// <summary>Told of each hold that a person has lifted. Must return soon.</summary>
    public event Action<SenderHold>? Lifted;

    public IReadOnlyList<SenderHold> Holds => [.. _holds.Values.Select(hold => hold.Facts)];

    /// <summary>Acts on what is queued; null as long as there is no queue.</summary>
    public IContainment? Containment { get; set; }

    /// <summary>Why queued mail of such an envelope waits; null where it does not. From memory, at once.</summary>
    public string? WhyHeld(AccountId? account, string? credential, StreamName stream, CampaignName? campaign, DateTimeOffset acceptedAt)
    {
        if (_holds.IsEmpty || account is null) return null;
        var hold = (credential is null ? null : FindHold(credential)) ?? FindHold(account, stream, campaign);
        return hold is not null && acceptedAt >= hold.Facts.Began ? $"{hold.Facts.FindingId} {hold.Facts.Scope} {hold.Facts.Reason}" : null;
    }

    /// <summary>Holds queued mail of fresh holds and saves what was learned, until it is cancelled; then saves once more.</summary>
    /// <param name="fault">Told of what could not be saved or held; both are tried again.</param>
    public async Task RunAsync(Action<Exception> fault, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(s_saving, _time);
        var tick = timer.WaitForNextTickAsync(stop).AsTask();
        var waiting = _fresh.Reader.WaitToReadAsync(stop).AsTask();
        try
        {
            while (true)
            {
                if (await Task.WhenAny(tick, waiting) == waiting)
                {
                    await waiting;
                    while (_fresh.Reader.TryRead(out var hold)) await ContainAsync(hold, fault, stop);
                    waiting = _fresh.Reader.WaitToReadAsync(stop).AsTask();
                    continue;
                }

                await tick;
                Try(() => Save(_time.GetUtcNow() - s_savingOfOne), fault);
                tick = timer.WaitForNextTickAsync(stop).AsTask();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Try(Save, fault);
        }
    }

    /// <summary>Saves what was learned and how much is held.</summary>
    /// <exception cref="IOException">It cannot be written, and is tried again at the next call.</exception>
    public void Save() => Save(DateTimeOffset.MaxValue);

    private void Save(DateTimeOffset lastBefore)
    {
        foreach (var hold in _holds.Values) hold.Save(_store);
        _book.Save(lastBefore);
        var old = _time.GetUtcNow() - s_quiet;
        foreach (var (key, at) in _told)
            if (at < old)
                _told.TryRemove(key, out _);
    }

    /// <summary>Holds that a person lifted, oldest first; since the last start, at most <see cref="MaxReleased"/>.</summary>
    public IReadOnlyList<ReleasedSender> RecentlyReleased => [.. _released];

    /// <summary>Lifts a hold: held mail goes out, and what was judged is normal from now on.</summary>
    /// <returns>Messages released; null where nothing of that id is held.</returns>
    /// <exception cref="IOException">It cannot be recorded; the hold stays.</exception>
    public async Task<long?> ReleaseAsync(string id, string reason, CancellationToken cancellationToken)
    {
        if (!_holds.TryGetValue(id, out var hold)) return null;
        _store.RemoveHold(id);
        _holds.TryRemove(id, out _);
        _released.Enqueue(new ReleasedSender(id, hold.Facts.FindingId, hold.Facts.Reason, _time.GetUtcNow()));
        while (_released.Count > MaxReleased) _released.TryDequeue(out _);
        if (hold.Facts.Scope.Credential is not null) _book.Load(id, _time.GetUtcNow()).LearnDeviation(_time.GetUtcNow(), hold.Count, (_time.GetUtcNow() - hold.Facts.Since).TotalHours);
        Released?.Invoke(hold.Facts.Scope);
        Lifted?.Invoke(hold.Facts);
        return Containment is { } queue ? await queue.ReleaseAsync(hold.Facts.Scope, hold.Facts.Began, reason, cancellationToken) : 0;
    }

    /// <summary>Ends the held mail and tells nobody by mail. The hold stays: whoever sent it may still know the secret.</summary>
    /// <returns>Messages ended; null where nothing of that id is held.</returns>
    public async Task<long?> DeleteAsync(string id, string reason, CancellationToken cancellationToken)
    {
        if (!_holds.TryGetValue(id, out var hold)) return null;
        var ended = Containment is { } queue ? await queue.DeleteAsync(hold.Facts.Scope, hold.Facts.Began, reason, cancellationToken) : 0;
        hold.Empty();
        return ended;
    }

    /// <summary>Told of a scope whose hold a person lifted.</summary>
    internal Action<HoldScope>? Released { get; set; }

    /// <summary>Holds in memory at once, and durably before anything else is done. Where that fails it is tried again with every saving.</summary>
    internal LiveHold HoldNow(HoldScope scope, Deviation deviation, DateTimeOffset began) =>
        Hold(scope, deviation, began, scope.Credential is { } user && _book.FindLoaded(user) is { } state ? state.Samples : [], isDurableFirst: true);

    /// <summary>Holds in memory at once and returns; it is durable before the queue is told. All that waits of the scope is held.</summary>
    internal void HoldSoon(HoldScope scope, Deviation deviation, IReadOnlyList<MailSample> samples) => Hold(scope, deviation, DateTimeOffset.UnixEpoch, samples, isDurableFirst: false);

    private LiveHold Hold(HoldScope scope, Deviation deviation, DateTimeOffset began, IReadOnlyList<MailSample> samples, bool isDurableFirst)
    {
        if (_holds.TryGetValue(scope.Id, out var kept)) return kept;
        var hold = new LiveHold(new SenderHold(scope, deviation.Id, _time.GetUtcNow(), began, deviation.Reason, 0, samples));
        kept = _holds.GetOrAdd(scope.Id, hold);
        if (!ReferenceEquals(kept, hold)) return kept;
        if (isDurableFirst) Try(() => hold.Save(_store), static _ => { });
        _alerts.Raise(new SenderAlert(hold.Facts.Since, "hold", deviation.Id, scope.Account.Value, scope.Id, $"{scope} {deviation.Reason}", ShowIt(scope.Id)));
        _fresh.Writer.TryWrite(hold);
        Held?.Invoke(hold.Facts);
        return hold;
    }

    internal void Warn(HoldScope scope, Deviation deviation)
    {
        if (IsNews(scope.Id + deviation.Id)) _alerts.Raise(new SenderAlert(_time.GetUtcNow(), "warning", deviation.Id, scope.Account.Value, scope.Id, $"{scope} {deviation.Reason}", ShowIt(scope.Id)));
    }

    private LiveHold? FindHold(string credential) => _holds.IsEmpty ? null : _holds.GetValueOrDefault(credential);

    private LiveHold? FindHold(AccountId account, StreamName stream, CampaignName? campaign) =>
        (campaign is null ? null : _holds.GetValueOrDefault(HoldScope.IdOf(account, stream, campaign))) ?? _holds.GetValueOrDefault(HoldScope.IdOf(account, stream, null));

    private LiveHold? FindHold(SubmittedMessage message)
    {
        if (_holds.IsEmpty) return null;
        return (message.Context.Credential is { } credential ? FindHold(credential.UserName) : null) ?? FindHold(message.Context.Account, message.Stream, message.Campaign);
    }

    private bool IsNews(string what)
    {
        var now = _time.GetUtcNow();
        if (_told.TryGetValue(what, out var before) && now - before < s_quiet) return false;
        _told[what] = now;
        return true;
    }

    private async Task ContainAsync(LiveHold hold, Action<Exception> fault, CancellationToken stop)
    {
        if (Containment is not { } queue) return;
        try
        {
            hold.Save(_store);
            await queue.HoldAsync(hold.Facts.Scope, hold.Facts.Began, $"{hold.Facts.FindingId} {hold.Facts.Scope} {hold.Facts.Reason}", stop);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            // What it left is held before its next attempt.
            fault(exception);
        }
    }

    private static void Try(Action action, Action<Exception> fault)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            fault(exception);
        }
    }
}
