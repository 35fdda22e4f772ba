using MimeKit;
using Standfast.Mail.Headers;
using Standfast.Policy.Checks;
using Standfast.Policy.Phishing;

namespace Standfast.Policy.Inbound;

/// <summary>The phishing analysis of submitted mail, asked of received mail.</summary>
public sealed class PhishingJudge(PhishingAnalysis analysis) : ISpamJudge
{
    public string? WhySpam(InboundMessage message)
    {
        if (message.Headers.Find("From") is not { } field || !FromHeader.TryParse(message.Headers.Value(field), out var from, out _)) return null;
        var name = InternetAddressList.TryParse(message.Headers.Value(field), out var list) && list.Count > 0 ? list[0].Name ?? "" : "";
        var own = analysis.Hosts.RegisteredOf(from.Domain.Value);
        var verdict = analysis.Judge(new PhishingSubject(from.Domain.Value, name, message.View, [.. message.Recipients.Take(100).Select(recipient => recipient.Domain.Value).Distinct()], registered => registered == own));
        return verdict.Action is GuardAction.Refuse or GuardAction.Hold ? $"looks like phishing: {verdict.Signs[0].Subject} {verdict.Signs[0].Rule}" : null;
    }
}
