using Standfast.Mail;

namespace Standfast.Delivery.Sites;

/// <summary>Something that takes the mail of some domains out of the queue.</summary>
internal interface ISite
{
    /// <summary>There may be work. Returns at once.</summary>
    void Kick();

    /// <summary>A worker runs.</summary>
    bool IsBusy { get; }

    /// <summary>Ends when no worker is left.</summary>
    Task WhenIdleAsync();
}

/// <summary>What a site tells the engine.</summary>
internal interface ISiteOwner
{
    /// <summary>The last worker has ended.</summary>
    void WentIdle(string site);

    /// <summary>Mail of the domain is being sent: its route may be due for a new look.</summary>
    void Uses(DomainName domain);

    /// <summary>The site has waited for the domain's route: it is looked up again if there is mail for it, else the site is forgotten.</summary>
    void WaitedFor(DomainName domain, string site);
}
