namespace Standfast.Tests.Delivery.Phases;

/// <summary>What else may matter for an answer.</summary>
internal sealed record PhaseSurroundings(bool OffersPipelining = false, bool HasSecondHost = false, bool IsUnderTls = false);
