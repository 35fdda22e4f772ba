using Standfast.Reception.Exchange;
using Standfast.Reception.Submission;
using Standfast.Smtp.Server;

namespace Standfast.Reception;

/// <summary>Makes the handlers of one side's sessions.</summary>
public sealed class ReceptionHandlerFactory : ISessionHandlerFactory
{
    private readonly Func<SessionContext, ISessionHandler> _create;

    private ReceptionHandlerFactory(Func<SessionContext, ISessionHandler> create) => _create = create;

    /// <summary>For clients that hold a credential.</summary>
    public static ReceptionHandlerFactory Submission(ReceptionServices services) => new(session => new SubmissionHandler(session, services));

    /// <summary>For other mail servers, which deliver to local domains.</summary>
    public static ReceptionHandlerFactory Exchange(ReceptionServices services) => new(session => new ExchangeHandler(session, services));

    public ISessionHandler Create(SessionContext session) => _create(session);
}
