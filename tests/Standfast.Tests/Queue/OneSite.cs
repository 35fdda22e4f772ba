using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

/// <summary>Sends every domain to one site, and counts how often that one was told of work.</summary>
internal sealed class OneSite(DeliveryQueue queue) : IDeliveryDispatcher
{
    public const string Name = "site";

    public int Told { get; private set; }

    public void RouteWanted(DomainName domain) => queue.Assign(domain, Name);

    public void WorkReady(string site) => Told++;
}
