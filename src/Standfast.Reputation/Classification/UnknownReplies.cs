using Standfast.Events;

namespace Standfast.Reputation.Classification;

/// <summary>
/// Collects the replies that no rule knew, for the owner to write one: each kind once, with how often and when. When there is no room for another
/// kind, the one that was not seen for the longest time goes. May be called concurrently.
/// </summary>
public sealed class UnknownReplies : IEventObserver
{
    /// <summary>Ours: a person reads them.</summary>
    public const int MaxKinds = 1_000;

    /// <summary>Texts remembered as known, so that a wave of the same reply costs a look-up each.</summary>
    private const int MaxKnown = 4_096;

    private const int MaxExampleLength = 1_000;

    /// <summary>What is lost of it in a crash is seen again.</summary>
    private static readonly TimeSpan s_saveEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Text, string Provider), UnknownReply> _kinds = [];
    private readonly HashSet<(string Text, string? Provider)> _known = [];
    private readonly IReplyClassifier _classifier;
    private readonly IUnknownReplyStore _store;
    private bool _isChanged;

    /// <exception cref="IOException">The store cannot be read.</exception>
    public UnknownReplies(IReplyClassifier classifier, IUnknownReplyStore store)
    {
        (_classifier, _store) = (classifier, store);
        foreach (var reply in store.Load().OrderByDescending(reply => reply.LastSeen).Take(MaxKinds)) _kinds[(reply.Text, reply.Provider)] = reply;
    }

    /// <summary>Most frequent first.</summary>
    public IReadOnlyList<UnknownReply> List()
    {
        lock (_lock) return [.. _kinds.Values.OrderByDescending(reply => reply.Count).ThenBy(reply => reply.Text, StringComparer.Ordinal)];
    }

    public void Observe(ReadOnlySpan<MailEvent> facts)
    {
        foreach (var fact in facts)
        {
            if (fact is not { Kind: MailEventKind.Deferred or MailEventKind.Bounced, Detail: { Length: > 3 } detail, Attempt: { RemoteAddress: not null } attempt }) continue;
            // Our own reasons have no code.
            if (detail[0] is not ('4' or '5') || !char.IsAsciiDigit(detail[1]) || !char.IsAsciiDigit(detail[2])) continue;
            Observe(detail, attempt, fact.At);
        }
    }

    /// <summary>Saves at intervals until it is stopped, and once more then.</summary>
    /// <param name="failed">Told when the store cannot be written; it is tried again.</param>
    public async Task RunAsync(TimeProvider time, Action<Exception> failed, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(s_saveEvery, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Save(failed);
        }
    }

    private void Observe(string detail, AttemptDetail attempt, DateTimeOffset at)
    {
        var known = (detail, attempt.Provider);
        lock (_lock)
            if (_known.Contains(known))
                return;
        var read = _classifier.Classify(detail, attempt.Provider, attempt.Phase);
        // A code that says what it is about is enough to act on.
        var isKnown = read.IsCertain || read.Cause != ReplyCause.Other;
        lock (_lock)
        {
            if (isKnown)
            {
                if (_known.Count >= MaxKnown) _known.Clear();
                _known.Add(known);
            }
            else
            {
                AddLocked(detail, attempt, at);
            }
        }
    }

    private void AddLocked(string detail, AttemptDetail attempt, DateTimeOffset at)
    {
        var key = (ReplyMask.Of(detail), attempt.Provider ?? "");
        var example = detail.Length > MaxExampleLength ? detail[..MaxExampleLength] : detail;
        _isChanged = true;
        if (_kinds.TryGetValue(key, out var before))
        {
            _kinds[key] = before with { Count = before.Count + 1, LastSeen = at > before.LastSeen ? at : before.LastSeen, Example = example, Phase = attempt.Phase };
            return;
        }

        if (_kinds.Count >= MaxKinds) _kinds.Remove(_kinds.MinBy(pair => pair.Value.LastSeen).Key);
        _kinds[key] = new UnknownReply(key.Item1, key.Item2, attempt.Phase, example, 1, at, at);
    }

    private void Save(Action<Exception> failed)
    {
        UnknownReply[] all;
        lock (_lock)
        {
            if (!_isChanged) return;
            _isChanged = false;
            all = [.. _kinds.Values];
        }

        try
        {
            _store.Save(all);
        }
        catch (IOException exception)
        {
            lock (_lock) _isChanged = true;
            failed(exception);
        }
    }
}
