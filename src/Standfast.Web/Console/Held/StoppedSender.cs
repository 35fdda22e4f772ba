namespace Standfast.Web.Console.Held;

/// <summary>A sender that the guard holds, or that is paused.</summary>
/// <param name="Kind">How its stop ends: <see cref="HeldTarget.Sender"/> or <see cref="HeldTarget.Pause"/>.</param>
/// <param name="Id">Of the hold, or the key of the pause.</param>
/// <param name="Name">For people.</param>
/// <param name="By">A person, or the finding that held it.</param>
/// <param name="Messages">Held of it, of those that were looked through.</param>
/// <param name="Samples">One line each of its last messages.</param>
public sealed record StoppedSender(string Kind, string Id, string Name, string Reason, string By, DateTimeOffset Since, int Messages, IReadOnlyList<string> Samples);
