using System.Globalization;

namespace Standfast.Web.Console.Messages;

/// <summary>What is searched, as it was typed.</summary>
/// <param name="Text">Id, address or a part of one.</param>
/// <param name="Credential">User name; "" for all.</param>
/// <param name="From">As a browser writes local time, in UTC; "" for no limit.</param>
public sealed record MessageQuery(string Text, string Credential, string From, string To)
{
    /// <summary>Ours.</summary>
    public const int MaxLength = 320;

    public bool IsEmpty => Text.Length + Credential.Length + From.Length + To.Length == 0;

    internal DateTimeOffset? Since => Time(From);

    /// <summary>The whole minute counts.</summary>
    internal DateTimeOffset? Until => Time(To)?.AddMinutes(1);

    /// <summary>Why it cannot be searched; "" where it can.</summary>
    internal string WhyNot => Text.Length > MaxLength || Credential.Length > MaxLength ? $"At most {MaxLength} characters can be searched for."
        : (From.Length > 0 && Since is null) || (To.Length > 0 && Until is null) ? "Write times as 2026-11-27T14:05, in UTC." : Since > Until ? "The first time is after the last." : "";

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
