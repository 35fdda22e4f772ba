namespace Standfast.Policy.Compromise;

/// <summary>One of the messages that a person is shown to judge a sender by.</summary>
/// <param name="Network">Where it came from; empty where that is not known.</param>
/// <param name="Subject">At most <see cref="MaxSubject"/> characters.</param>
public sealed record MailSample(DateTimeOffset At, string Network, string From, string Recipient, int Recipients, string Subject)
{
    public const int MaxSubject = 120;
}
