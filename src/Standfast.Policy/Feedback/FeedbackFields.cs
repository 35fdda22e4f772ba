using System.Security.Cryptography;
using System.Text;
using Standfast.Mail;
using Standfast.Mail.ReturnPaths;
using Standfast.Policy.Checks;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;

namespace Standfast.Policy.Feedback;

/// <summary>
/// Gives submitted mail what complaints are known by: CFBL-Feedback-ID (RFC 9477 §3.2) with a token of ours; CFBL-Address, where one is set; and, on mail
/// to many, the Feedback-ID by which Gmail adds complaints up (campaign, stream, account and this server; nothing of a single recipient). What a sender brings along stays.
/// </summary>
/// <param name="cfblAddress">Takes reports of RFC 9477; null for none.</param>
public sealed class FeedbackFields(FeedbackTokens tokens, UnsubscribeOptions streams, DomainName server, EmailAddress? cfblAddress) : IFieldSource
{
    /// <summary>RFC 9477 §3.2.</summary>
    public const string TokenField = "CFBL-Feedback-ID";

    private const string AddressField = "CFBL-Address";

    /// <summary>https://support.google.com/mail/answer/6254652: a:b:c:SenderId, the last of 5 to 15 characters.</summary>
    private const string GoogleField = "Feedback-ID";

    private readonly string _senderId = "sf" + Base32.Write(SHA256.HashData(Encoding.ASCII.GetBytes(server.Value)).AsSpan(0, 7));

    public string FieldsFor(SubmittedMessage message)
    {
        var fields = "";
        if (message.Headers.Find(TokenField) is null)
        {
            var recipient = message.Recipients.Count == 1 ? AddressKey.Of(message.Recipients[0]) : null;
            fields = $"{TokenField}: {tokens.Write(new UnsubscribeClaim(message.Context.Account, message.Stream, message.Id, recipient))}\r\n";
        }

        if (cfblAddress is not null && message.Headers.Find(AddressField) is null) fields += $"{AddressField}: {cfblAddress}; report=arf\r\n";
        if (streams.IsBulk(message.Stream) && message.Headers.Find(GoogleField) is null)
            fields += $"{GoogleField}: {(message.Campaign is { } campaign ? Word(campaign.Value) + ":" : "")}{Word(message.Stream.Value)}:{Word(message.Context.Account.Value)}:{_senderId}\r\n";
        return fields;
    }

    private static string Word(string name) => name.Replace(':', '_');
}
