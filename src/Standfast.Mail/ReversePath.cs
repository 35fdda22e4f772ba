namespace Standfast.Mail;

/// <summary>The return address of an envelope: a mailbox, or null for bounces and the like (RFC 5321 §4.5.5).</summary>
public sealed record ReversePath(EmailAddress? Address)
{
    public static ReversePath Null { get; } = new((EmailAddress?)null);

    public bool IsNull => Address is null;

    /// <summary>Without angle brackets; empty for the null path.</summary>
    public override string ToString() => Address?.ToString() ?? "";
}
