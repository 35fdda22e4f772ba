namespace Standfast.Policy.Compromise;

/// <summary>What the rules want to know of the message that is judged, beside what was counted of it.</summary>
/// <param name="Host">Of a link that is new to the sender, in a message of a known kind; null where there is none.</param>
/// <param name="HostMessages">Messages of the hour with that link.</param>
/// <param name="Ahead">1 where it was not counted yet.</param>
internal readonly record struct MailJudged(string? Host, int HostMessages, int Ahead);
