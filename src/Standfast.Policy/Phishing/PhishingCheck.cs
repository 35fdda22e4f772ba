using System.Buffers;
using MimeKit;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Phishing;

/// <summary>Refuses what is phishing beyond doubt and holds what looks like it.</summary>
/// <param name="readsLikeSpam">Asked where the signs alone only make a note: with it they hold.</param>
public sealed class PhishingCheck(PhishingAnalysis analysis, IAccountStore accounts, Func<SubmittedMessage, bool> readsLikeSpam) : IMessageCheck
{
    /// <summary>What a lone address in angle brackets does not hold.</summary>
    private static readonly SearchValues<char> s_special = SearchValues.Create("<>\"(,:;");

    /// <summary>Of words (atoms, RFC 5322 §3.2.3) that need no decoding; without "=", with which an encoded word begins.</summary>
    private static readonly SearchValues<char> s_plain = SearchValues.Create(" !#$%&'*+-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken)
    {
        var verdict = analysis.Judge(SubjectOf(message));
        if (verdict.Action is not { } action) return default;
        if (action == GuardAction.Note && readsLikeSpam(message)) action = GuardAction.Hold;
        var strongest = verdict.Signs[0];
        var others = verdict.Signs.Skip(1).Select(sign => sign.Id).ToList();
        return new(new Finding(
            strongest.Id, action, strongest.Subject, strongest.Rule + (others.Count > 0 ? $" (also {string.Join(", ", others)})" : ""),
            action switch
            {
                GuardAction.Refuse => "this is what phishing looks like: link to your own domain by its plain name; if you did not write this message, change the credential's password",
                GuardAction.Hold => "it is kept until you release it or bounce it",
                _ => "make links show where they lead",
            }));
    }

    private PhishingSubject SubjectOf(SubmittedMessage message)
    {
        var own = analysis.Hosts.RegisteredOf(message.From.Domain.Value);
        var account = message.Context.Account;
        return new PhishingSubject(
            message.From.Domain.Value, NameOf(message), message.View, message.Recipients.Count == 1 ? [message.Recipients[0].Domain.Value] : [.. message.Recipients.Take(100).Select(recipient => recipient.Domain.Value).Distinct()],
            registered => registered == own || IsOfAccount(registered, account));
    }

    private bool IsOfAccount(string registered, AccountId account) => DomainName.TryParse(registered, out var name) && accounts.FindDomain(name)?.Account == account;

    private static string NameOf(SubmittedMessage message)
    {
        if (message.Headers.Find("From") is not { } field) return "";
        var value = message.Headers.Value(field);
        // As programs write it: an address alone, or words in front of it that mean nothing but themselves.
        if (value is [.., '>'] && value.IndexOf('<', StringComparison.Ordinal) is var open and >= 0 && !value.AsSpan(open + 1, value.Length - open - 2).ContainsAny(s_special) && !value.AsSpan(0, open).ContainsAnyExcept(s_plain))
            return value.AsSpan(0, open).Trim().ToString();
        return InternetAddressList.TryParse(value, out var list) && list.Count > 0 ? list[0].Name ?? "" : "";
    }
}
