using System.Text.RegularExpressions;

namespace Standfast.Reputation.Bounces;

/// <summary>Finds the address that a line of a notice is about.</summary>
internal static partial class NoticeAddress
{
    private const int MaxLineLength = 2_000;

    /// <param name="leads">The line begins with it, or with a word such as "Recipient:" and it: it is an entry of a list.</param>
    public static string? Find(string line, out bool leads)
    {
        leads = false;
        if (line.Length > MaxLineLength) line = line[..MaxLineLength];
        if (!line.Contains('@', StringComparison.Ordinal)) return null;
        var match = Leading().Match(line);
        if (match.Success)
        {
            leads = true;
            return Clean(match.Groups[1].Value);
        }

        match = Transcript().Match(line);
        if (match.Success)
        {
            leads = true;
            return Clean(match.Groups[1].Value);
        }

        if (Aside().IsMatch(line)) return null;
        match = Anywhere().Match(line);
        return match.Success ? Clean(match.Groups[1].Value) : null;
    }

    /// <summary>Mailboxes that report rather than fail.</summary>
    public static bool IsMachine(string address) => Machine().IsMatch(address);

    private static string Clean(string address) => address.TrimStart('\'').TrimEnd('.', '-') is { Length: <= 320 } bare ? bare : "";

    [GeneratedRegex(@"^[\s>*#|-]*(?:(?:failed |original |final |invalid |unknown |intended )?(?:recipients?|address(?:es)?|users?|to|mailbox|rcpt to|could not be delivered to|cannot be delivered to|message to)(?: address)?(?:\s*:\s*|\s+))?(?:[0-9]+[.)]\s*)?[<\[(""']*([A-Za-z0-9.!#$%&*+/=?^_`{|}~'-]+@[A-Za-z0-9._-]*[A-Za-z0-9])(?:\.?[<>\]"")':;,| \t]|\.?$)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Leading();

    [GeneratedRegex(@"(?:^|[\s<(\[""':;,=])(?:mailto:)?([A-Za-z0-9.!#$%&*+/=?^_`{|}~'-]+@[A-Za-z0-9._-]*[A-Za-z0-9])", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Anywhere();

    // Sendmail: "550 5.1.1 <a@b>... User unknown".
    [GeneratedRegex(@"^[45][0-9]{2}[ -](?:[45]\.[0-9]{1,3}\.[0-9]{1,3} )?<?([A-Za-z0-9.!#$%&*+/=?^_`{|}~'-]+@[A-Za-z0-9._-]*[A-Za-z0-9])>?\.\.\.", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Transcript();

    // Lines that name somebody else: who sent it, whom to ask, the returned message's id.
    [GeneratedRegex(@"message-?id|mail from|from:|sender|reply-to|contact|assistance|please (?:write|send|forward|e-?mail)|report (?:to|this)|return-path|https?://", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Aside();

    [GeneratedRegex(@"^(?:mailer-?daemon|postmaster|mail-daemon|daemon|abuse|root|mdaemon|mail-?system|no-?reply)@", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Machine();
}
