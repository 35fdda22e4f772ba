namespace Standfast.Reputation.Bounces;

/// <param name="Type">Such as text/plain, in lower case.</param>
/// <param name="Text">With LF line ends, bounded.</param>
internal sealed record MailPart(string Type, string Text)
{
    public bool IsStatus => Type is "message/delivery-status" or "message/global-delivery-status" or "text/delivery-status";

    public bool IsForPeople => !IsStatus && (Type.StartsWith("text/", StringComparison.Ordinal) || Type.StartsWith("message/", StringComparison.Ordinal)) && Text.Length > 0;
}
