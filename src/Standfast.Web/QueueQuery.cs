using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Standfast.Api;

namespace Standfast.Web;

/// <summary>The conditions of a list of what waits, as they stand in the query.</summary>
internal sealed class QueueQuery
{
    [Description("1 to 1000 messages, the oldest first.")]
    public int? Limit { get; init; }

    [Description("Id of a message.")]
    public string? Id { get; init; }

    public string? Account { get; init; }

    [Description("User name of the credential that submitted it.")]
    public string? Credential { get; init; }

    public string? Stream { get; init; }

    public string? Campaign { get; init; }

    [Description("Address of a recipient.")]
    public string? Recipient { get; init; }

    [Description("Domain of a recipient.")]
    public string? Domain { get; init; }

    [Description("Envelope sender.")]
    public string? Sender { get; init; }

    [Description("A host that the recipients' mail goes to, or a domain above it, such as google.com.")]
    public string? Site { get; init; }

    [FromQuery(Name = "older_than"), Description("Accepted longer ago than this, such as 10m, 4h or 2d.")]
    public string? OlderThan { get; init; }

    [Description("queued or held.")]
    public string? Status { get; init; }

    public QueueActionRequest ToRequest() => new(Id, Account, Domain) { Credential = Credential, Stream = Stream, Campaign = Campaign, Recipient = Recipient, Sender = Sender, Site = Site, OlderThan = OlderThan, Status = Status };
}
