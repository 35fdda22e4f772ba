using Standfast.Delivery.Shaping;

namespace Standfast.Delivery.Sites;

/// <summary>One set of hosts as all pools speak to it.</summary>
internal sealed class SiteGroup(Site[] sites) : ISite, IDisposable
{
    public IReadOnlyList<Site> Sites => sites;

    public bool IsBusy => Array.Exists(sites, site => site.IsBusy);

    public bool IsFailing => Array.TrueForAll(sites, site => site.IsFailing);

    public IEnumerable<SiteStatus> Describe() => sites.Select(site => site.Describe());

    public void Kick()
    {
        foreach (var site in sites) site.Kick();
    }

    public Task WhenIdleAsync() => Task.WhenAll(sites.Select(site => site.WhenIdleAsync()));

    public void Dispose()
    {
        foreach (var site in sites) site.Dispose();
    }
}
