namespace Standfast.Reputation.States;

/// <summary>What a refusal means for the mail that met it.</summary>
/// <param name="KeepsMail">It is about us, not about the message or its recipient: the mail waits, even where the reply was permanent.</param>
/// <param name="IsPaused">A pause has begun, or stands: nothing more goes that way.</param>
public readonly record struct RefusalVerdict(bool KeepsMail, bool IsPaused);
