using Standfast.Events;
using Standfast.Mail;
using Standfast.Mail.ReturnPaths;
using Standfast.Policy.Unsubscribe;
using Standfast.Reputation.Feedback.Complaints;

namespace Standfast.Policy.Feedback;

/// <summary>
/// Finds signed marks of ours in the header of a message that came back: the token of CFBL-Feedback-ID, the signed return path, the unsubscribe link, the
/// unsubscribe address. Reports redact one or the other; whichever is left will do. May be called concurrently.
/// </summary>
/// <param name="addresses">Null where no mail to unsubscribe is taken.</param>
/// <param name="returnPaths">Null where no mail leaves under signed return paths.</param>
public sealed class MessageMarks(FeedbackTokens tokens, UnsubscribeTokens links, UnsubscribeAddresses? addresses, ReturnPathSigner? returnPaths)
{
    /// <summary>Words that could be one and are tried; ours. Each costs some microseconds.</summary>
    private const int MaxWords = 300;

    /// <summary>The shortest of them, a return path without its domain, is longer.</summary>
    private const int MinWordLength = 40;

    private static readonly char[] s_separators = [.. " \t<>,;()[]{}\"'/?&:=|"];

    /// <returns>Null where there is none; one that names its recipient before one that does not.</returns>
    /// <exception cref="IOException">The event log cannot be read now.</exception>
    public async ValueTask<MessageMark?> FindAsync(FeedbackReport report, IEventLog events, CancellationToken cancellationToken)
    {
        MessageMark? found = null;
        foreach (var word in Words(report).Distinct().Take(MaxWords))
        {
            if (await ReadAsync(word, events, cancellationToken) is not { } mark) continue;
            if (mark.NamesRecipient) return mark;
            found ??= mark;
        }

        return found;
    }

    private async ValueTask<MessageMark?> ReadAsync(string word, IEventLog events, CancellationToken cancellationToken)
    {
        if (!word.Contains('@', StringComparison.Ordinal))
            return tokens.TryRead(word, out var claim) || links.TryRead(word, out claim) ? new MessageMark(claim.Message, claim.Address, null) : null;
        if (!EmailAddress.TryParse(word, out var address)) return null;
        if (returnPaths?.Verify(address) is { } path) return new MessageMark(path.Message, null, path);
        return addresses is not null && await addresses.FindAsync(address, events, cancellationToken) is { } named ? new MessageMark(named.Message, named.Address, null) : null;
    }

    private static IEnumerable<string> Words(FeedbackReport report)
    {
        IEnumerable<string> texts = [report.OriginalMailFrom ?? "", report.OriginalEnvelopeId ?? "", .. report.Returned.All.Select(field => field.Value), .. report.AuthenticationResults];
        return texts.SelectMany(text => text.Split(s_separators, StringSplitOptions.RemoveEmptyEntries)).Where(word => word.Length is >= MinWordLength and <= SealedToken.MaxLength);
    }
}
