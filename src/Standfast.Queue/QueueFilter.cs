using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>Which recipients of which messages. All given conditions must hold; none given matches everything.</summary>
public sealed record QueueFilter(SpoolId? Id = null, AccountId? Account = null, DomainName? RecipientDomain = null)
{
    public StreamName? Stream { get; init; }

    public CampaignName? Campaign { get; init; }

    /// <summary>User name of the credential that submitted it.</summary>
    public string? Credential { get; init; }

    public EmailAddress? Recipient { get; init; }

    public EmailAddress? Sender { get; init; }

    /// <summary>Name of the site that serves the recipient, one of its hosts, or a domain above one of them ("google.com").</summary>
    public string? Site { get; init; }

    public DateTimeOffset? AcceptedBefore { get; init; }

    public DateTimeOffset? AcceptedSince { get; init; }

    public RecipientStatus? Status { get; init; }

    public bool IsEverything => this == new QueueFilter();

    internal bool Matches(Envelope envelope) =>
        (Account is null || Account == envelope.Account)
        && (Stream is null || Stream == envelope.Stream)
        && (Credential is null || Credential == envelope.Credential)
        && (Campaign is null || Campaign == envelope.Campaign)
        && (Sender is null || (envelope.Sender.Address is { } sender && sender == Sender))
        && (AcceptedSince is null || envelope.AcceptedAt >= AcceptedSince)
        && (AcceptedBefore is null || envelope.AcceptedAt < AcceptedBefore);

    /// <param name="site">Who serves the recipient now; null when nobody does.</param>
    internal bool Matches(EmailAddress recipient, RecipientState state, string? site) =>
        (RecipientDomain is null || recipient.Domain == RecipientDomain)
        && (Recipient is null || recipient == Recipient)
        && (Status is null || state.Status == Status)
        && (Site is null || (site is not null && IsOf(site, Site)));

    private static bool IsOf(string site, string wanted) =>
        site == wanted || site.Split(',').Any(host => host.Equals(wanted, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + wanted, StringComparison.OrdinalIgnoreCase));
}
