using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Web;

/// <summary>Reads the conditions of a request; the first one that is none is answered by its name.</summary>
internal static class QueueFilters
{
    public static bool TryRead(QueueActionRequest request, DateTimeOffset now, [NotNullWhen(true)] out QueueFilter? filter, [NotNullWhen(false)] out IResult? problem)
    {
        filter = null;
        var (id, account, domain, stream) = (default(SpoolId), default(AccountId), default(DomainName), default(StreamName));
        var (campaign, recipient, sender) = (default(CampaignName), default(EmailAddress), default(EmailAddress));
        var (age, status) = (default(TimeSpan), default(RecipientStatus));
        problem = null;
        if (request.Id is { } text && !SpoolId.TryParse(text, out id)) problem = Bad("id", text, "a message id");
        else if ((text = request.Account) is not null && !AccountId.TryParse(text, out account)) problem = Bad("account", text, "an account name");
        else if ((text = request.Domain) is not null && !DomainName.TryParse(text, out domain)) problem = Bad("domain", text, "a domain name");
        else if ((text = request.Stream) is not null && !StreamName.TryParse(text, out stream)) problem = Bad("stream", text, "the name of a stream");
        else if ((text = request.Campaign) is not null && !CampaignName.TryParse(text, out campaign)) problem = Bad("campaign", text, "the name of a campaign");
        else if ((text = request.Recipient) is not null && !EmailAddress.TryParse(text, out recipient)) problem = Bad("recipient", text, "an address");
        else if ((text = request.Sender) is not null && !EmailAddress.TryParse(text, out sender)) problem = Bad("sender", text, "an address");
        else if ((text = request.OlderThan) is not null && !DurationText.TryParse(text, out age)) problem = Bad("older_than", text, "a duration such as 10m, 4h or 2d");
        else if ((text = request.Status) is not null && !TryStatus(text, out status)) problem = Bad("status", text, "queued or held");
        if (problem is not null) return false;
        filter = new QueueFilter(request.Id is null ? null : id, account, domain)
        {
            Stream = stream,
            Campaign = campaign,
            Credential = string.IsNullOrEmpty(request.Credential) ? null : request.Credential,
            Recipient = recipient,
            Sender = sender,
            Site = string.IsNullOrEmpty(request.Site) ? null : request.Site.ToLowerInvariant(),
            AcceptedBefore = request.OlderThan is null ? null : now - age,
            Status = request.Status is null ? null : status,
        };
        return true;
    }

    /// <summary>The conditions as one line.</summary>
    public static string Describe(QueueActionRequest request)
    {
        (string Name, string? Value)[] conditions =
        [
            ("id", request.Id), ("account", request.Account), ("credential", request.Credential), ("stream", request.Stream), ("campaign", request.Campaign), ("recipient", request.Recipient), ("domain", request.Domain),
            ("sender", request.Sender), ("site", request.Site), ("older_than", request.OlderThan), ("status", request.Status), ("to", request.To),
        ];
        var given = string.Join(' ', conditions.Where(condition => condition.Value is not null).Select(condition => $"{condition.Name}={condition.Value}"));
        return given.Length == 0 ? "all" : given;
    }

    private static bool TryStatus(string text, out RecipientStatus status)
    {
        status = text == "held" ? RecipientStatus.Held : RecipientStatus.Queued;
        return text is "held" or "queued";
    }

    private static IResult Bad(string name, string text, string what) => StandfastEndpoints.Problem(400, $"bad_{name}", $"{name} = \"{text}\" is not {what}");
}
