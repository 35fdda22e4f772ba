using System.Buffers;
using Standfast.Events;
using Standfast.Reputation.Blocklists;

namespace Standfast.Reputation.Identity;

/// <summary>Notes which providers refuse our mail and name a list for it: a listing that is used against us matters most. May be called concurrently.</summary>
/// <param name="isAboutLists">Whether a reply (text, provider, phase) says that a blocklist is the cause.</param>
public sealed class QuotedLists(IReadOnlyList<Blocklist> lists, IListingStore store, Func<string, string?, string?, bool> isAboutLists, TimeProvider time) : IEventObserver
{
    /// <summary>Pairs of a list and a provider that are remembered; ours.</summary>
    private const int MaxQuotes = 2_000;

    /// <summary>Of a reply, searched and kept; ours.</summary>
    private const int MaxSearched = 4_000, MaxKept = 300;

    /// <summary>Replies count for this long; ours.</summary>
    public static TimeSpan CountsFor { get; } = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();
    private readonly SearchValues<string> _words = SearchValues.Create([.. lists.SelectMany(list => list.Quoted)], StringComparison.OrdinalIgnoreCase);
    private readonly (string Word, Blocklist List)[] _byLength = [.. lists.SelectMany(list => list.Quoted.Select(word => (word, list))).OrderByDescending(pair => pair.word.Length)];
    private readonly Dictionary<(string List, string Provider), ListQuote> _quotes = store.LoadQuotes().ToDictionary(quote => (quote.List, quote.Provider));
    private readonly HashSet<(string List, string Provider)> _unsaved = [];

    /// <summary>A reply has named this list. Called by the thread that observes.</summary>
    public event Action<Blocklist>? Quoted;

    public IReadOnlyList<ListQuote> All
    {
        get
        {
            lock (_lock) return [.. _quotes.Values];
        }
    }

    public void Observe(ReadOnlySpan<MailEvent> facts)
    {
        foreach (var fact in facts)
        {
            if (fact.Kind is not (MailEventKind.Deferred or MailEventKind.Bounced or MailEventKind.Undelivered) || fact.Detail is not { Length: > 0 } text) continue;
            if (!text.AsSpan(0, Math.Min(text.Length, MaxSearched)).ContainsAny(_words)) continue;
            if (Find(text) is { } list && isAboutLists(text, fact.Attempt?.Provider, fact.Attempt?.Phase)) Note(list, fact, text);
        }
    }

    /// <summary>Providers that have named the list in the last 7 days.</summary>
    public int ProvidersOf(string list)
    {
        var since = time.GetUtcNow() - CountsFor;
        lock (_lock) return _quotes.Values.Count(quote => quote.List == list && quote.Last >= since);
    }

    /// <summary>The list whose longest word the text holds; null for none.</summary>
    public Blocklist? Find(string text)
    {
        var searched = text.AsSpan(0, Math.Min(text.Length, MaxSearched));
        foreach (var (word, list) in _byLength)
            if (searched.Contains(word, StringComparison.OrdinalIgnoreCase))
                return list;
        return null;
    }

    /// <summary>Writes what is new.</summary>
    /// <exception cref="IOException">It could not be written; it is tried again at the next call.</exception>
    public void Save()
    {
        List<ListQuote> due;
        lock (_lock) due = [.. _unsaved.Select(key => _quotes.GetValueOrDefault(key)).OfType<ListQuote>()];
        foreach (var quote in due)
        {
            store.Save(quote);
            lock (_lock)
            {
                if (_quotes.GetValueOrDefault((quote.List, quote.Provider)) == quote) _unsaved.Remove((quote.List, quote.Provider));
            }
        }
    }

    private void Note(Blocklist list, MailEvent fact, string text)
    {
        var key = (list.Id, fact.Attempt?.Provider ?? fact.Attempt?.RemoteHost ?? "");
        lock (_lock)
        {
            if (!_quotes.TryGetValue(key, out var known) && _quotes.Count >= MaxQuotes) _quotes.Remove(_quotes.MinBy(pair => pair.Value.Last).Key);
            _quotes[key] = new ListQuote(list.Id, key.Item2, fact.At, (known?.Count ?? 0) + 1, text.Length <= MaxKept ? text : text[..MaxKept]);
            _unsaved.Add(key);
        }

        Quoted?.Invoke(list);
    }
}
