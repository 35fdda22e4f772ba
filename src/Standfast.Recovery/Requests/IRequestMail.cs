namespace Standfast.Recovery.Requests;

/// <summary>Mails requests by a way that works: never by what the incident is about, or what is paused.</summary>
public interface IRequestMail
{
    /// <exception cref="IOException">It could not be handed over: nothing has left, as far as it is known.</exception>
    Task<RequestDispatch> SendAsync(RequestMail mail, CancellationToken cancellationToken);
}
