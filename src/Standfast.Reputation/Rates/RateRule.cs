namespace Standfast.Reputation.Rates;

/// <summary>From which share of bad outcomes on a sender is slowed, and from which paused: only where chance does not explain the share (<see cref="Shares"/>).</summary>
/// <param name="Name">The rule's, as "rule:NAME".</param>
/// <param name="Cause">As in data/replies, or the rule's own word: it names the incident.</param>
/// <param name="Slow">Share from which on mail is slowed, 0 to 1.</param>
/// <param name="SlowFrom">Bad outcomes below which nothing is slowed.</param>
/// <param name="Pause">Share from which on mail is paused; above 1 for never.</param>
/// <param name="PauseFrom">Bad outcomes below which nothing is paused.</param>
/// <param name="What">The end of "3 of 200 …".</param>
/// <param name="Limit">What providers say of it, one clause.</param>
public sealed record RateRule(string Name, string Cause, double Slow, int SlowFrom, double Pause, int PauseFrom, string What, string Limit)
{
    /// <summary>R5: recipients that do not exist.</summary>
    public static RateRule Unknown { get; } = new("rule:unknown-recipients", "no-such-user", 0.02, 5, 0.05, 5, "recipients with an outcome do not exist", "providers act from 5 % on, and below 2 % is sound");

    /// <summary>R6: mail that is refused for what it looks like.</summary>
    public static RateRule Spam { get; } = new("rule:spam-content", "spam-content", 0.02, 5, 0.10, 10, "recipients with an outcome were refused as spam", "honest mail stays below 1 %");

    /// <summary>R7: recipients that called it spam. Gmail: below 0.1 %, never 0.3 %; Amazon SES: review at 0.1 %.</summary>
    public static RateRule Complaints { get; } = new("rule:complaints", "complaint", 0.001, 3, 0.0025, 5, "delivered messages were marked as spam", "Gmail asks for less than 0.1 %, and blocks from 0.3 % on");
}
