namespace Standfast.Web.Console.Held;

/// <summary>Mail that is kept back.</summary>
/// <param name="Stopped">Senders of which new mail is held or refused too, the newest first.</param>
/// <param name="Groups">What is held, by whose it is and why; the largest first.</param>
/// <param name="Messages">In all, as the queue counts.</param>
/// <param name="IsPart">There is more than was looked through.</param>
public sealed record HeldRoomView(IReadOnlyList<StoppedSender> Stopped, IReadOnlyList<HeldGroup> Groups, long Messages, bool IsPart);
