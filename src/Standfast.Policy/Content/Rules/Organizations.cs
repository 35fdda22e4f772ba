namespace Standfast.Policy.Content.Rules;

/// <summary>Tells whether two hosts are of one organization.</summary>
internal static class Organizations
{
    public static bool AreOne(string left, string right, ContentLists lists) => Of(left, lists).Equals(Of(right, lists), StringComparison.OrdinalIgnoreCase);

    /// <summary>The part of a host that is registered: one label and the suffix under which the registry takes names.</summary>
    public static ReadOnlySpan<char> Of(string host, ContentLists lists)
    {
        var last = host.LastIndexOf('.');
        if (last <= 0) return host;
        var second = host.LastIndexOf('.', last - 1);
        if (second < 0) return host;
        if (!lists.RegistrySuffixes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(host.AsSpan(second + 1))) return host.AsSpan(second + 1);
        var third = second == 0 ? -1 : host.LastIndexOf('.', second - 1);
        return host.AsSpan(third + 1);
    }
}
