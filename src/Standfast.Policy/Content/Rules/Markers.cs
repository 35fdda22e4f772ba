namespace Standfast.Policy.Content.Rules;

/// <summary>What mail programs put before the subject of a reply or a forwarded message, in the languages of the world.</summary>
internal static class Markers
{
    private const int MaxMarker = 14;

    /// <returns>The marker as it was written, such as Re; null where there is none.</returns>
    public static string? Find(string subject, ContentLists lists) => FindIn(subject, lists, out _);

    public static string? FindIn(string subject, ContentLists lists, out bool isForward)
    {
        isForward = false;
        var text = subject.AsSpan().TrimStart();
        // The tag of a list comes before or after: "[announce] Re: ...".
        if (text.Length > 0 && text[0] == '[' && text.IndexOf(']') is var close and > 0) text = text[(close + 1)..].TrimStart();
        var colon = text[..Math.Min(text.Length, MaxMarker + 6)].IndexOfAny(':', '\uFF1A');
        if (colon <= 0) return null;
        // Re[2]: and Re(3): count replies.
        var marker = text[..colon].TrimEnd();
        if (marker.IndexOfAny("[(^*") is var count and > 0 && marker[(count + 1)..].TrimEnd("])*").IndexOfAnyExceptInRange('0', '9') < 0) marker = marker[..count];
        if (marker.Length is 0 or > MaxMarker) return null;
        isForward = lists.ForwardMarkers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(marker);
        return isForward || lists.ReplyMarkers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(marker) ? marker.ToString() : null;
    }
}
