namespace Standfast.Delivery.Shaping;

/// <summary>How sites are spoken to, for those who ask. May be called concurrently.</summary>
public interface ISiteList
{
    /// <summary>Sites that are at work or have mail, by name.</summary>
    IReadOnlyList<SiteStatus> ListSites();
}
