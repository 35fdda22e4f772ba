using Standfast.Mail.Headers;
using Standfast.Policy.Checks;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Unsubscribe;

/// <summary>
/// Gives bulk mail that has no List-Unsubscribe of its own the fields of RFC 8058. A message to one recipient gets a link that one POST unsubscribes by; of one to several
/// the link cannot say whose it is, so that it leads to a page that asks, and List-Unsubscribe-Post is left away.
/// </summary>
/// <param name="addresses">Null where no mail to unsubscribe is taken.</param>
public sealed class UnsubscribeFields(UnsubscribeOptions options, UnsubscribeTokens tokens, UnsubscribeAddresses? addresses) : IFieldSource
{
    internal const string Field = "List-Unsubscribe";
    internal const string PostField = "List-Unsubscribe-Post";

    /// <summary>An answer of a machine may call itself bulk to keep other machines quiet (RFC 3834 §3.1.8); it goes to one who wrote first.</summary>
    internal static bool IsWanted(SubmittedMessage message, UnsubscribeOptions options) =>
        options.IsBulk(message.Stream) && message.Headers.Find(Field) is null && !IsAnswer(message.Headers);

    public string FieldsFor(SubmittedMessage message)
    {
        if (!IsWanted(message, options)) return "";
        var recipient = message.Recipients.Count == 1 ? AddressKey.Of(message.Recipients[0]) : null;
        var token = tokens.Write(new UnsubscribeClaim(message.Context.Account, message.Stream, message.Id, recipient));
        var link = $"{Field}: <{options.PublicUrl}/u/{token}>";
        if (recipient is null) return link + "\r\n";
        if (addresses is not null) link += $",\r\n <mailto:{addresses.Write(message.Id, recipient)}>";
        return message.Headers.Find(PostField) is null ? $"{link}\r\n{PostField}: List-Unsubscribe=One-Click\r\n" : link + "\r\n";
    }

    private static bool IsAnswer(HeaderSection headers) => headers.Find("Auto-Submitted") is { } field && headers.Value(field).StartsWith("auto-replied", StringComparison.OrdinalIgnoreCase);
}
