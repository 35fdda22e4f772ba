namespace Standfast.Recovery;

/// <summary>The cause that an incident is remedied for.</summary>
/// <param name="Actor">"rule:diagnosis", or the person who named it.</param>
/// <param name="Reason">One sentence.</param>
public sealed record DiagnosedCause(SuspensionCause Cause, DateTimeOffset At, string Actor, string Reason);
