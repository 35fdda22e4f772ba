using System.Text.RegularExpressions;

namespace Standfast.Reputation.Bounces;

/// <summary>Tells machines that answer for a person (RFC 3834 §5) from servers that report.</summary>
internal static partial class AutoReplies
{
    public static bool IsAutoReply(InboundMail mail)
    {
        if (mail.Field("X-Failed-Recipients").Length > 0) return false;
        if (mail.Field("Content-Type").Contains("delivery-status", StringComparison.OrdinalIgnoreCase)) return false;
        if (AbsenceSubject().IsMatch(mail.Subject)) return true;
        var says = mail.Field("Auto-Submitted").StartsWith("auto-replied", StringComparison.OrdinalIgnoreCase) || mail.Field("X-Autoreply").Length > 0 || mail.Field("X-Autorespond").Length > 0
            || mail.Field("X-Autoresponder").Length > 0 || mail.Field("Precedence").StartsWith("auto", StringComparison.OrdinalIgnoreCase) || mail.Field("X-Auto-Reply").Length > 0;
        // Exim, Google and others mark their bounces so as well.
        return says ? !BounceSigns.LooksLikeBounce(mail) : AbsenceText().IsMatch(Head(mail.NoticeText)) && !BounceSigns.IsFromMachine(mail);
    }

    private static string Head(string text) => text.Length > 2_000 ? text[..2_000] : text;

    [GeneratedRegex(@"^(?:(?:re|aw|sv):\s*)?(?:auto(?:matic|mated)?[ :_-]*(?:repl|respon|antwort|answer)|out of (?:the )?office|on vacation|vacation|away from|i am (?:away|out)|automatische antwort|abwesen|r[eé]ponse automatique|absence|risposta automatica|respuesta autom[aá]tica|resposta autom[aá]tica|automatisch|autosvar|автоответ|自動|ooo:?\b)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AbsenceSubject();

    [GeneratedRegex(@"(?:i am|i'm|i will be|is|am) (?:currently )?(?:out of (?:the )?office|away (?:from|until)|on (?:vacation|holiday|leave))|this is an auto(?:matic|mated)? (?:reply|response)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AbsenceText();
}
