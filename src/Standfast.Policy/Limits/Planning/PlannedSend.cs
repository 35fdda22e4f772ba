using Standfast.Mail;

namespace Standfast.Policy.Limits.Planning;

/// <summary>One line of a plan: so many recipients of a campaign at one provider.</summary>
/// <param name="Line">Where it stands in the file, from 1.</param>
/// <param name="Start">The first day, UTC; a day that is over means today.</param>
/// <param name="Recipients">From 1; each is taken to be a message of its own.</param>
/// <param name="Provider">Name, or a domain that belongs to none.</param>
/// <param name="From">Domain of the From field; null leaves a ramp of the domain out.</param>
public sealed record PlannedSend(int Line, string Campaign, DateOnly Start, long Recipients, string Provider, AccountId Account, StreamName Stream, DomainName? From);
