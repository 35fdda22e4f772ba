namespace Standfast.Policy.Spam;

/// <summary>
/// What the owner has said of messages, as counts of features beside the model's weights. Counts are whole numbers: what is unlearned
/// leaves no trace. May be called concurrently; scoring takes no lock.
/// </summary>
public sealed class SpamFeedback
{
    /// <summary>Ours: at about 4 KB each they fill 80 MB on disk; more change nothing.</summary>
    public const int MaxEntries = 20_000;

    /// <summary>Messages' worth of the model's own knowledge that feedback is weighed against; ours.</summary>
    private const double PriorMessages = 4;

    /// <summary>Share of the log likelihood ratio that counts: features of one message depend on each other; ours.</summary>
    private const double Independence = 0.09;

    /// <summary>Features that a larger share of all messages has say nothing of one message; ours: else a single letter would colour every other.</summary>
    private const double MaxShare = 0.1;

    /// <summary>Feedback moves the log odds by no more than this; ours: it overrules any score of the model for a message it knows, and is itself outweighed by feedback the other way.</summary>
    private const double MaxShift = 16;

    private readonly Lock _lock = new();
    private readonly IFeedbackStore _store;
    private readonly SpamModel _model;
    private readonly Dictionary<string, FeedbackEntry> _entries;
    private readonly int[] _spam = new int[FeatureSet.Buckets];
    private readonly int[] _ham = new int[FeatureSet.Buckets];
    private int _spamMessages;
    private int _hamMessages;

    /// <exception cref="IOException">The store cannot be read.</exception>
    public SpamFeedback(IFeedbackStore store, SpamModel model)
    {
        (_store, _model) = (store, model);
        _entries = store.Load().ToDictionary(entry => entry.Fingerprint);
        foreach (var entry in _entries.Values) CountLocked(entry, 1);
    }

    public (int Spam, int Ham) Messages => (Volatile.Read(ref _spamMessages), Volatile.Read(ref _hamMessages));

    public FeedbackEntry? Find(string fingerprint)
    {
        lock (_lock) return _entries.GetValueOrDefault(fingerprint);
    }

    /// <returns>False when there is no room: unlearn some first.</returns>
    /// <exception cref="IOException">Not stored, and nothing is changed.</exception>
    public bool TryLearn(string fingerprint, bool isSpam, ReadOnlySpan<uint> hashes, DateTimeOffset at)
    {
        var entry = new FeedbackEntry(fingerprint, isSpam, at, FeatureReader.Version, [.. hashes]);
        lock (_lock)
        {
            var known = _entries.GetValueOrDefault(fingerprint);
            if (known is null && _entries.Count >= MaxEntries) return false;
            _store.Save(entry);
            if (known is not null) CountLocked(known, -1);
            CountLocked(entry, 1);
            _entries[fingerprint] = entry;
            return true;
        }
    }

    /// <returns>What it was learned as; null when it was not learned.</returns>
    /// <exception cref="IOException">Not stored, and nothing is changed.</exception>
    public FeedbackEntry? Unlearn(string fingerprint)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(fingerprint, out var known)) return null;
            _store.Remove(fingerprint);
            CountLocked(known, -1);
            _entries.Remove(fingerprint);
            return known;
        }
    }

    /// <summary>What the feedback adds to the model's log odds.</summary>
    public double Shift(ReadOnlySpan<uint> hashes)
    {
        var (spamMessages, hamMessages) = Messages;
        if (spamMessages + hamMessages == 0) return 0;
        var sum = 0.0;
        foreach (var hash in hashes)
        {
            var bucket = FeatureSet.BucketOf(hash);
            var (spam, ham) = (_spam[bucket], _ham[bucket]);
            if ((spam | ham) == 0) continue;
            var share = _model.ShareOf(bucket);
            if (share > MaxShare) continue;
            var prior = PriorMessages * share;
            sum += Math.Log((spam + prior) / (spamMessages + PriorMessages) / ((ham + prior) / (hamMessages + PriorMessages)));
        }

        return Math.Clamp(Independence * sum, -MaxShift, MaxShift);
    }

    private void CountLocked(FeedbackEntry entry, int step)
    {
        if (entry.FeatureVersion != FeatureReader.Version) return;
        var counts = entry.IsSpam ? _spam : _ham;
        foreach (var hash in entry.Hashes) counts[FeatureSet.BucketOf(hash)] += step;
        if (entry.IsSpam) Volatile.Write(ref _spamMessages, _spamMessages + step);
        else Volatile.Write(ref _hamMessages, _hamMessages + step);
    }
}
