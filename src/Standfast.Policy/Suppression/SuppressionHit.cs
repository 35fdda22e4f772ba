namespace Standfast.Policy.Suppression;

/// <summary>Why an address may not be written to, as far as RAM knows.</summary>
public sealed record SuppressionHit(AddressKey Address, SuppressionScope Scope, SuppressionReason Reason)
{
    /// <summary>Without the address: "is on the suppression list of account shop: it has unsubscribed".</summary>
    public string Rule => $"is on the suppression list of {Scope}: it {Reason.Sentence()}";

    public override string ToString() => $"{Address} {Rule}";
}
