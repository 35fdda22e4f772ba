namespace Standfast.Recovery;

/// <summary>That a counterparty was asked.</summary>
/// <param name="Actor">Who asked.</param>
/// <param name="Counterparty">Id of its playbook.</param>
/// <param name="To">Address, or URL of the form; "" where their own notice was answered.</param>
/// <param name="MessageId">Of the mail, without angle brackets; "" where it was asked by hand.</param>
/// <param name="Via">Which way the mail went; "" while it is not known whether it went out.</param>
/// <param name="LookAgainAt">When an answer should be there; before it nobody is asked again.</param>
public sealed record SentRequest(DateTimeOffset At, string Actor, string Counterparty, string Route, string To, string MessageId, string Via, DateTimeOffset LookAgainAt)
{
    public const string ByHand = "by hand";

    /// <summary>The owner was told that no answer has come.</summary>
    public bool IsFollowedUp { get; init; }
}
