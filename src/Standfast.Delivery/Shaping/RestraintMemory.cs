namespace Standfast.Delivery.Shaping;

/// <summary>A suspension or a low rate that a reply brought upon us, as it outlives a restart.</summary>
/// <param name="Key">Whom it binds; opaque to the store.</param>
/// <param name="RatePerSecond">Until <paramref name="SlowedUntil"/>.</param>
public sealed record RestraintMemory(string Key, DateTimeOffset SuspendedUntil, DateTimeOffset SlowedUntil, double RatePerSecond, string? Reason);
