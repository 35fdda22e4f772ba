namespace Standfast.Reputation.Classification;

/// <summary>What a reply can be about, by the phase in which it came.</summary>
internal static class PhaseScope
{
    /// <summary>Before a recipient is named nothing is said of one, whatever the words.</summary>
    public static FaultScope Limit(string? phase) => phase switch
    {
        "connect" or "greeting" or "ehlo" or "starttls" => FaultScope.Ip,
        "auth" => FaultScope.Account,
        "mail" => FaultScope.Domain,
        _ => FaultScope.Recipient,
    };
}
