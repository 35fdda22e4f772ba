namespace Standfast.Mail;

/// <summary>Date-time of header fields (RFC 5322 §3.3), always in UTC.</summary>
public static class Rfc5322Date
{
    public static string Format(DateTimeOffset instant) => instant.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", null);
}
