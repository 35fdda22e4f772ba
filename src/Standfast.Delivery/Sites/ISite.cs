using Standfast.Delivery.Shaping;
using Standfast.Mail;

namespace Standfast.Delivery.Sites;

/// <summary>Something that takes the mail of some domains out of the queue.</summary>
internal interface ISite : IConnectionHolder
{
    /// <summary>A worker runs.</summary>
    bool IsBusy { get; }

    /// <summary>Ends when no worker is left.</summary>
    Task WhenIdleAsync();
}

/// <summary>What a site tells the engine.</summary>
internal interface ISiteOwner
{
    /// <summary>The last worker has ended.</summary>
    /// <returns>True when the site has no work and is forgotten.</returns>
    bool WentIdle(string site);

    /// <summary>The route of the domain is to be looked up anew; its mail stays where it is meanwhile.</summary>
    void LookUpAgain(DomainName domain);

    /// <summary>Mail of the domain is being sent: its route may be due for a new look.</summary>
    void Uses(DomainName domain);
}
