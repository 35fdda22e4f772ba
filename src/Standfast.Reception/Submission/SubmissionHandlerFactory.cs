using Standfast.Smtp.Server;

namespace Standfast.Reception.Submission;

/// <summary>For clients that hold a credential.</summary>
public sealed class SubmissionHandlerFactory(ReceptionServices services) : ISessionHandlerFactory
{
    public ISessionHandler Create(SessionContext session) => new SubmissionHandler(session, services);
}
