using System.Text.RegularExpressions;

namespace Standfast.Reputation.Bounces;

/// <summary>Tells a bounce that is text for people from other mail: by who sends it, and by what it says.</summary>
internal static partial class BounceSigns
{
    private const int MaxTextLength = 8_000;

    public static bool LooksLikeBounce(InboundMail mail)
    {
        if (mail.Field("X-Failed-Recipients").Contains('@', StringComparison.Ordinal)) return true;
        if (mail.Field("Content-Type").Contains("delivery-status", StringComparison.OrdinalIgnoreCase)) return true;
        var text = mail.NoticeText;
        var says = SaysFailure().IsMatch(text.Length > MaxTextLength ? text[..MaxTextLength] : text);
        var subject = FailureSubject().IsMatch(mail.Subject);
        return IsFromMachine(mail) ? says || subject : says && subject;
    }

    public static bool IsFromMachine(InboundMail mail) =>
        MachineSender().IsMatch(mail.Field("From")) || mail.Field("Return-Path").Trim() is "<>" || MachineSender().IsMatch(mail.Field("Return-Path"));

    /// <summary>Not given up yet.</summary>
    public static bool IsDelay(string subject, string text) => (DelaySubject().IsMatch(subject) || DelayText().IsMatch(text)) && !GivenUp().IsMatch(text);

    [GeneratedRegex(@"mailer-?daemon|mail-?daemon|post[-_]?master|mail ?delivery|delivery (?:sub)?system|mdaemon|mail ?system|mail ?administrator|\bmmsc\b|exchange.*server|system administrator|internet mail", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MachineSender();

    [GeneratedRegex(@"undeliver|deliver[a-z]* (?:status|failure|failed|notification|problem|report|error|has failed|delayed|incomplete|warning)|returned (?:mail|message|to sender)|return(?:ed)? mail|failure notice|failure delivery|mail (?:system )?error|(?:not|n't) (?:be )?deliver|non-?deliver|could not send|failed (?:mail|message|delivery)|mail (?:delivery )?fail|message (?:delivery )?(?:has )?fail|error sending|rejected|bounce|delayed|unzustellbar|nicht zugestellt|non remis|non distribu|no entregad|no se pudo|user unknown|unknown user|mailbox full|delivery|notification of (?:failed|mail)|nondelivery", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FailureSubject();

    [GeneratedRegex(@"(?:could|can|was|were|has|have|is|are|did|will)(?: ?not|n't)(?: been| be| able to be| able to)? (?:deliver|reach|sent|send|accepted|received|found|complete)|cannot be (?:deliver|sent)|unable to (?:deliver|send|reach|relay|find)|undeliver|not (?:be )?deliver|deliver[a-z]* (?:fail|error|to the following|has failed)|failed (?:to (?:deliver|send)|address|recipient|delivery)|permanent (?:fatal )?error|fatal error|returned (?:to sender|mail|message)|user (?:is )?(?:unknown|not)|unknown (?:user|recipient|mailbox)|no such (?:user|mailbox|recipient|address)|(?:invalid|unknown|bad) (?:recipient|address|mailbox|user)|mailbox (?:is )?(?:full|unavailable|not found|disabled)|quota|reject|refused|bounced|following (?:recipient|address)|error (?:message|sending|follows)|\b[45][0-5][0-9][ -]#?\(?[45]\.[0-9]\.[0-9]|(?:^|[:\s])5[0-5][0-9][ -][A-Za-z<]|doesn't exist|does not exist|not listed in|nicht zugestellt|unzustellbar", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SaysFailure();

    [GeneratedRegex(@"delay|warning|still (?:being )?(?:retried|tried|trying)|temporar", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DelaySubject();

    [GeneratedRegex(@"you do not need to (?:re-?send|do anything)|will (?:continue to |keep |be )?(?:retry|retried|try(?:ing)?)|this is (?:only )?a warning|has been delayed|not yet been delivered", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DelayText();

    [GeneratedRegex(@"permanent (?:fatal )?error|given up|giving up|(?:no|not) (?:further|be (?:re-?tried|tried again))|returned to sender|too long|message (?:expired|timed out)|has been removed", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GivenUp();
}
