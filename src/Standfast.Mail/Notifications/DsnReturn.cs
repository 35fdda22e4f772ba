namespace Standfast.Mail.Notifications;

/// <summary>What a notification of failure brings back (RFC 3461 §4.3).</summary>
public enum DsnReturn : byte
{
    Unspecified = 0,
    Full = 1,
    Headers = 2,
}
