using Standfast.Mail;

namespace Standfast.Reputation.Feedback.Postmaster;

/// <summary>One number, or word, that Google says of a domain on a day (Postmaster Tools).</summary>
/// <param name="Metric">As Google names it, such as SPAM_RATE, userReportedSpamRatio or a heading of an exported table.</param>
/// <param name="Value">Null where it is a word.</param>
/// <param name="Text">A word such as HIGH; null where it is a number.</param>
public sealed record PostmasterRow(DomainName Domain, DateOnly Day, string Metric, double? Value, string? Text);
