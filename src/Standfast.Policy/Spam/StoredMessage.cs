using MimeKit;
using Standfast.Policy.Content;
using Standfast.Policy.Phishing;

namespace Standfast.Policy.Spam;

/// <summary>A message from a file: what the analyses need of it, however broken it is.</summary>
public sealed record StoredMessage(MessageView View, string FromHost, string FromName, string? ReplyHost, IReadOnlyCollection<string> RecipientHosts)
{
    private const int MaxRecipients = 100;

    public static StoredMessage Read(ReadOnlyMemory<byte> content)
    {
        var (fromHost, fromName, reply, recipients) = ("", "", (string?)null, new HashSet<string>());
        try
        {
            using var stream = new MemoryStream(content.ToArray());
            var headers = new MimeParser(stream, MimeFormat.Entity).ParseHeaders();
            InternetAddressList ListOf(string field) => headers[field] is { } value && InternetAddressList.TryParse(value, out var list) ? list : [];
            var from = ListOf("From");
            if (from.Count > 0) (fromHost, fromName) = (from.Mailboxes.FirstOrDefault()?.Domain.ToLowerInvariant() ?? "", from[0].Name ?? "");
            reply = ListOf("Reply-To").Mailboxes.FirstOrDefault()?.Domain.ToLowerInvariant();
            foreach (var recipient in ListOf("To").Mailboxes.Take(MaxRecipients)) recipients.Add(recipient.Domain.ToLowerInvariant());
        }
        catch (FormatException)
        {
            // No header to speak of: only the text is judged.
        }

        return new StoredMessage(MessageView.Parse(content), fromHost, fromName, reply, [.. recipients.Where(host => host.Length > 0)]);
    }

    public SpamSubject ToSpamSubject() => new(View, FromHost, ReplyHost);

    /// <param name="isOfAccount">Whether a registered name is the account's.</param>
    public PhishingSubject ToPhishingSubject(HostRules hosts, Func<string, bool> isOfAccount)
    {
        var own = hosts.RegisteredOf(FromHost);
        return new PhishingSubject(FromHost, FromName, View, RecipientHosts, registered => registered == own || isOfAccount(registered));
    }
}
