using Standfast.Delivery.Providers;

namespace Standfast.Delivery.Shaping;

/// <summary>What the ways of all sites share.</summary>
/// <param name="SaveSoon">A suspension is to outlive a crash: it is written at once, by another thread.</param>
internal sealed record ShapingContext(PathTable Paths, SourceHealth Sources, ProviderCatalogue Providers, MonotonicClock Clock, Action SaveSoon);
