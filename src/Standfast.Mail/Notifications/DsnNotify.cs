namespace Standfast.Mail.Notifications;

/// <summary>When a recipient's sender wants to be told (RFC 3461 §4.1). Nothing asked means failures, and delays at our choice.</summary>
[Flags]
public enum DsnNotify : byte
{
    Unspecified = 0,
    Never = 1,
    Success = 2,
    Failure = 4,
    Delay = 8,
}
