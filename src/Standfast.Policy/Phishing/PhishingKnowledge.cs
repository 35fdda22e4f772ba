namespace Standfast.Policy.Phishing;

/// <summary>What the analysis knows of the world: data/phishing. Immutable.</summary>
public sealed record PhishingKnowledge(BrandCatalogue Brands, Confusables Confusables, HostRules Hosts, Phrases Phrases);
