using System.Buffers;
using Standfast.Mail;

namespace Standfast.Reputation.Classification;

/// <summary>The codes of a reply, and what is read from them where no rule knows its text. 0 and null where they are missing.</summary>
internal readonly record struct ReplyCodes(int Basic, EnhancedStatusCode? Enhanced)
{
    private static readonly SearchValues<char> s_code = SearchValues.Create("0123456789.");

    /// <param name="reply">As <see cref="ReplyText"/> makes it.</param>
    public static ReplyCodes Of(ReadOnlySpan<char> reply)
    {
        var basic = reply.Length >= 3 && (reply.Length == 3 || reply[3] == ' ') && reply[0] is '2' or '4' or '5' && char.IsAsciiDigit(reply[1]) && char.IsAsciiDigit(reply[2]) ? int.Parse(reply[..3], null) : 0;
        if (basic > 0) reply = reply[Math.Min(reply.Length, 4)..];
        return new ReplyCodes(basic, FindEnhanced(reply));
    }

    /// <summary>Where neither code says it, the cause does: a limit passes, a missing mailbox does not come back.</summary>
    public bool IsTemporary(ReplyCause cause)
    {
        if (Basic > 0) return Basic < 500;
        if (Enhanced is { } enhanced) return enhanced.Class == 4;
        return cause is ReplyCause.RateLimit or ReplyCause.Greylist or ReplyCause.SendingLimitExceeded;
    }

    /// <summary>Null where the code says no more than that it failed.</summary>
    public static ReplyClass? FromEnhanced(ReadOnlySpan<char> reply, ReplyCodes codes, string? phase)
    {
        if (codes.Enhanced is not { } enhanced || StatusMeaning.Of(enhanced) is not { } meaning) return null;
        if (meaning.EndsMailbox && PolicyWords.Occur(reply)) return null;
        var scope = meaning.Scope is FaultScope.Recipient ? PhaseScope.Limit(phase) : meaning.Scope;
        return new ReplyClass("enhanced-code", "", meaning.Cause, scope, meaning.Severity, meaning.Action, codes.IsTemporary(meaning.Cause), IsCertain: false);
    }

    /// <summary>Nothing is certain: what cannot be told from the phase is about the message, which suppresses nobody.</summary>
    public static ReplyClass FromBasic(ReplyCodes codes, string? phase)
    {
        var scope = phase switch { "connect" or "greeting" or "ehlo" or "starttls" => FaultScope.Ip, "auth" => FaultScope.Account, "mail" => FaultScope.Domain, _ => FaultScope.Message };
        var temporary = codes.IsTemporary(ReplyCause.Other);
        return new ReplyClass(codes.Basic > 0 || codes.Enhanced is not null ? "basic-code" : "none", "", ReplyCause.Other, scope, FaultSeverity.Warn, temporary ? "retry-later" : "identify-manually", temporary, IsCertain: false);
    }

    private static EnhancedStatusCode? FindEnhanced(ReadOnlySpan<char> text)
    {
        // At the start, or in brackets as qmail writes it: "sorry, no mailbox here (#5.1.1)".
        var start = text.Trim().TrimStart("#(- ");
        var length = start.IndexOfAnyExcept(s_code);
        if (EnhancedStatusCode.TryParse(length < 0 ? start : start[..length].TrimEnd('.'), out var code, out _)) return code;
        for (var hash = text.IndexOf('#'); hash >= 0;)
        {
            var rest = text[(hash + 1)..].TrimStart();
            length = rest.IndexOfAnyExcept(s_code);
            if (EnhancedStatusCode.TryParse((length < 0 ? rest : rest[..length]).TrimEnd('.'), out code, out _)) return code;
            var next = text[(hash + 1)..].IndexOf('#');
            hash = next < 0 ? -1 : hash + 1 + next;
        }

        return null;
    }
}
