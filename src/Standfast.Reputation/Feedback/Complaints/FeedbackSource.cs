namespace Standfast.Reputation.Feedback.Complaints;

/// <summary>A provider whose complaints are no ARF, and by what they are known.</summary>
/// <param name="Name">Of the provider.</param>
/// <param name="From">Addresses of the From field, in lower case; "@domain" for all of a domain.</param>
/// <param name="Subject">What the subject begins with, in lower case; "" for any.</param>
/// <param name="RecipientField">Field of the report or of the returned message that names the recipient; "" where there is none.</param>
public sealed record FeedbackSource(string Name, IReadOnlyList<string> From, string Subject, string RecipientField)
{
    internal bool Matches(string from, string subject) =>
        From.Any(known => known[0] == '@' ? from.EndsWith(known, StringComparison.OrdinalIgnoreCase) : from.Equals(known, StringComparison.OrdinalIgnoreCase))
        && subject.StartsWith(Subject, StringComparison.OrdinalIgnoreCase);
}
