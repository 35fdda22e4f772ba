using Standfast.Mail;

namespace Standfast.Policy.Compromise;

/// <summary>Whose mail a hold keeps: of one credential, or of one campaign or stream of an account. The narrowest that explains what was seen.</summary>
public sealed record HoldScope(AccountId Account, string? Credential, StreamName? Stream, CampaignName? Campaign)
{
    /// <summary>As people name it: USER, ACCOUNT/STREAM or ACCOUNT/STREAM/CAMPAIGN.</summary>
    public string Id => Credential ?? IdOf(Account, Stream!, Campaign);

    public static string IdOf(AccountId account, StreamName stream, CampaignName? campaign) =>
        campaign is null ? $"{account.Value}/{stream.Value}" : $"{account.Value}/{stream.Value}/{campaign.Value}";

    public override string ToString() => Credential is not null ? $"credential {Credential}" : Campaign is not null ? $"campaign {Id}" : $"stream {Id}";
}
