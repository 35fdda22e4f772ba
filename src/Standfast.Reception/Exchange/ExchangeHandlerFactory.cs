using Standfast.Smtp.Server;

namespace Standfast.Reception.Exchange;

/// <summary>For other mail servers, which deliver to local domains.</summary>
public sealed class ExchangeHandlerFactory(ReceptionServices services) : ISessionHandlerFactory
{
    public ISessionHandler Create(SessionContext session) => new ExchangeHandler(session, services);
}
