using Standfast.Reputation.Blocklists;

namespace Standfast.Reputation.Identity;

/// <content>What becomes of an answer.</content>
public sealed partial class BlocklistMonitor
{
    private void RecordLocked(Slot slot, ListVerdict verdict, DateTimeOffset now, List<StandingNews> news)
    {
        var key = (slot.Client.List.Id, slot.Subject.ToString());
        var known = _listings.GetValueOrDefault(key);
        // What cannot be checked neither begins nor ends a listing.
        if (verdict is ListVerdict.Listed listed) ListLocked(slot.Client.List, key, known, listed, now, news);
        else if (verdict is ListVerdict.Unlisted && known is { Ended: null }) EndLocked(known, now, "is not on it any more", news);
    }

    private void ListLocked(Blocklist list, (string List, string Subject) key, Listing? known, ListVerdict.Listed listed, DateTimeOffset now, List<StandingNews> news)
    {
        var stands = known is { Ended: null };
        var listing = new Listing(list.Id, list.Zone.Value, key.Subject, listed.Name, stands ? known!.FirstSeen : now, now)
        {
            Codes = listed.Codes,
            Severity = listed.Severity,
            Meaning = listed.Meaning,
            Reason = listed.Reason,
            Told = stands ? known!.Told : NewsLevel.Shown,
        };
        var level = ListingWeight.LevelOf(WeightOf(listing));
        if (level > listing.Told)
        {
            listing = listing with { Told = level };
            news.Add(NewsOf(listing, list, level, now, isOver: false, $"{listing.Name} is listed by {list.Zone} ({list.Operator}): {string.Join(", ", listing.Codes)}, {listing.Meaning}{(listing.Reason.Length > 0 ? $": {listing.Reason}" : "")}") with { Evidence = EvidenceOf(listing, list) });
        }

        Keep(key, listing);
    }

    private void EndLocked(Listing listing, DateTimeOffset now, string how, List<StandingNews> news)
    {
        var list = lists.FirstOrDefault(one => one.List.Id == listing.List)?.List;
        if (listing.Told > NewsLevel.Shown) news.Add(NewsOf(listing, list, listing.Told, now, isOver: true, $"{listing.Name} {how}: {listing.Zone}, since {listing.FirstSeen:u}"));
        Keep((listing.List, listing.Subject), listing with { Ended = now, Told = NewsLevel.Shown });
    }

    private void ForgetLocked(Listing listing)
    {
        try
        {
            store.Remove(listing);
            _listings.Remove((listing.List, listing.Subject));
        }
        catch (IOException exception)
        {
            NotWritten?.Invoke(exception);
        }
    }

    private void Keep((string List, string Subject) key, Listing listing)
    {
        _listings[key] = listing;
        _unsaved.Add(key);
    }

    /// <summary>Returns when all is durable, or is to be tried again.</summary>
    private void SaveUnsaved()
    {
        List<Listing> due;
        lock (_lock) due = [.. _unsaved.Select(key => _listings.GetValueOrDefault(key)).OfType<Listing>()];
        try
        {
            foreach (var listing in due)
            {
                store.Save(listing);
                lock (_lock)
                {
                    if (_listings.GetValueOrDefault((listing.List, listing.Subject)) == listing) _unsaved.Remove((listing.List, listing.Subject));
                }
            }
        }
        catch (IOException exception)
        {
            NotWritten?.Invoke(exception);
        }
    }

    /// <summary>The list's own text, its answer, and the name and the page by which everybody can look it up.</summary>
    private static string EvidenceOf(Listing listing, Blocklist list) =>
        $"{(listing.Reason.Length > 0 ? listing.Reason : listing.Meaning)} [{(ListingSubject.TryParse(listing.Name, out var subject) ? $"{subject.Question}.{list.Zone} answers " : "")}{string.Join(", ", listing.Codes)}; {list.Removal}]";

    private static StandingNews NewsOf(Listing listing, Blocklist? list, NewsLevel level, DateTimeOffset now, bool isOver, string text) => new(
        now, level, isOver, "SF-9401", listing.List, "blocklist", $"{(System.Net.IPAddress.TryParse(listing.Subject, out _) ? "address" : "domain")}={listing.Subject}", text,
        isOver || list is null ? "nothing" : $"find and end the cause first, then: {list.Removal} ({list.Procedure})");
}
