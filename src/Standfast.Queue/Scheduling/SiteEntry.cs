using Standfast.Mail;

namespace Standfast.Queue.Scheduling;

/// <summary>A site: the domains whose mail goes there, and its ready lanes, those of each egress pool apart. Not safe for concurrent use.</summary>
/// <param name="IsByPool">False where whoever sends it takes all mail alike.</param>
internal sealed record SiteEntry<T>(string Name, bool IsByPool)
    where T : class
{
    /// <summary>Domains whose lanes are served here.</summary>
    public HashSet<DomainName> Domains { get; } = [];

    /// <summary>One for each pool that has had mail.</summary>
    public List<SiteLanes<T>> Pools { get; } = new(1);
}
