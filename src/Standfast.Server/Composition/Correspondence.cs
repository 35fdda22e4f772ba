using System.Text;
using System.Text.RegularExpressions;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Reception;
using Standfast.Recovery.Requests;
using Standfast.Reputation.Feedback.Parts;

namespace Standfast.Server.Composition;

/// <summary>Answers to requests, and whatever else comes to the people who answer for the mail.</summary>
/// <param name="contact">Mailbox that requests name; null where none is set.</param>
internal sealed partial class Correspondence(IAccountStore accounts, EmailAddress? contact, RequestDesk desk) : ICorrespondence
{
    private static readonly string[] s_duties = ["abuse", "postmaster"];

    public bool Wants(EmailAddress recipient) => recipient == contact || (s_duties.Contains(recipient.LocalPart, StringComparer.OrdinalIgnoreCase) && accounts.FindDomain(recipient.Domain) is { Local: not LocalDelivery.NotLocal });

    public ValueTask TakeAsync(ReadOnlyMemory<byte> content, EmailAddress recipient, string origin, CancellationToken cancellationToken)
    {
        var message = PartedMessage.Read(content);
        var references = Reference().Matches($"{message.Header["In-Reply-To"]} {message.Header["References"]}").Select(match => match.Groups["id"].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var from = Address().Match(message.Header["From"] ?? "") is { Success: true } match && EmailAddress.TryParse(match.Value, out var read) ? read : null;
        desk.TakeAnswer(references, from, Encoding.UTF8.GetString(content.Span));
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex("<(?<id>[^<>\\s]{3,400})>", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    [GeneratedRegex("[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9.-]{3,253}", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
