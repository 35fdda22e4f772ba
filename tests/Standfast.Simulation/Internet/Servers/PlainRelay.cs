namespace Standfast.Simulation.Internet.Servers;

/// <summary>
/// Takes what its clients submit, tries again after 4xx, gives up after 5xx: the same queue and the same engine, without guard, suppression, gates
/// and knowledge of providers. The engine's own pace stays: it backs off from refusals, as any relay's does.
/// </summary>
internal sealed class PlainRelay : Protection;
